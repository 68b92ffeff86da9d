using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Wallet.Hosting.Settings;

namespace Wallet.Hosting.Telemetry;

internal static class TelemetryExtensions
{
    /// <summary>Exports telemetry if <c>OTEL_*</c> says where to; otherwise does nothing.</summary>
    /// <returns>Whether anything is exported.</returns>
    /// <exception cref="SettingsException">One of the settings is wrong.</exception>
    public static bool AddTelemetry(
        this IHostApplicationBuilder builder,
        string service,
        string[] sources,
        string[] meters
    )
    {
        OtelSettings.ThrowIfAnyIsWrong();
        if (OtelSettings.IsOn("LOGS"))
        {
            builder.Logging.AddOpenTelemetry(logging =>
            {
                logging.SetResourceBuilder(TelemetryExport.Resource(service));
                logging.IncludeFormattedMessage = true;
                logging.AddOtlpExporter();
            });
        }

        if (OtelSettings.IsOn("TRACES") || OtelSettings.IsOn("METRICS"))
            builder.Services.Insert(
                0,
                ServiceDescriptor.Singleton<IHostedService>(new TelemetryExport(service, sources, meters))
            );
        return OtelSettings.IsOn("TRACES") || OtelSettings.IsOn("METRICS") || OtelSettings.IsOn("LOGS");
    }
}
