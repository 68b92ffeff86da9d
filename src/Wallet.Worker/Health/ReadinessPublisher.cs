using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Health;

/// <summary>
/// Reports when the worker becomes ready or stops being ready: in the log, and by a file that exists while it is ready.
/// </summary>
internal sealed class ReadinessPublisher : IHealthCheckPublisher, IDisposable
{
    private readonly string _file;
    private readonly ReadinessState _state;
    private readonly ILogger<ReadinessPublisher> _logger;
    private readonly CancellationTokenRegistration _stopping;
    private string? _said;

    public ReadinessPublisher(
        HealthSettings settings,
        ReadinessState state,
        IHostApplicationLifetime lifetime,
        ILogger<ReadinessPublisher> logger
    )
    {
        _file = settings.File;
        _state = state;
        _logger = logger;
        Withdraw(); // A file that a killed process left must not make this one look ready.
        _stopping = lifetime.ApplicationStopping.Register(Stop);
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _state.Record(report);
        if (_state.IsReady && _file.Length > 0)
            File.WriteAllText(_file, "ready\n");
        else
            Withdraw();

        var said = _state.IsReady
            ? "Ready."
            : "Not ready. " + string.Join("; ", _state.Faults!.Select(one => $"{one.Key}: {one.Value}"));
        if (!string.Equals(said, _said, StringComparison.Ordinal))
        {
            if (_state.IsReady)
                _logger.LogInformation(new EventId(4701, "Ready"), "{State}", said);
            else
                _logger.LogWarning(new EventId(4702, "NotReady"), "{State}", said);
        }

        _said = said;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        Withdraw();
    }

    /// <summary>Runs first at a stop, so that nobody sends traffic here while work is being finished.</summary>
    private void Stop()
    {
        _state.Stopping();
        Withdraw();
    }

    private void Withdraw()
    {
        if (_file.Length > 0)
            File.Delete(_file);
    }
}
