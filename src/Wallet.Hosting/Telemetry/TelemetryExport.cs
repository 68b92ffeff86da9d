using System.Reflection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Wallet.Hosting.Telemetry;

/// <summary>
/// Exports traces, metrics and logs by OTLP, as OpenTelemetry's own settings (<c>OTEL_*</c>) say. Exports nothing if
/// they are not set.
/// </summary>
/// <param name="service">The service's name, unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
/// <param name="sources">The activity sources to export.</param>
/// <param name="meters">The meters to export.</param>
internal sealed class TelemetryExport(string service, string[] sources, string[] meters) : IHostedService, IDisposable
{
    private const int FlushTimeoutMs = 3000;

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (OtelSettings.IsOn("TRACES"))
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(Resource(service))
                .AddSource(sources)
                .AddOtlpExporter()
                .Build();
        if (OtelSettings.IsOn("METRICS"))
            _metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(Resource(service))
                .AddMeter(meters)
                .AddOtlpExporter()
                .Build();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Stops last, so that what the other services did last is exported, too. Waits only for a limited time, since the
    /// collector may be unreachable.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _traces?.Shutdown(FlushTimeoutMs), CancellationToken.None),
        Task.Run(() => _metrics?.Shutdown(FlushTimeoutMs), CancellationToken.None));

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    internal static ResourceBuilder Resource(string service) => ResourceBuilder.CreateEmpty()
        .AddService(service, serviceVersion: Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector(); // last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win
}
