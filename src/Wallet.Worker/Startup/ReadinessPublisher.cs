using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Startup;

/// <summary>Says when the worker becomes ready or stops being so: in the log, and by a file that exists while it is ready.</summary>
internal sealed class ReadinessPublisher : IHealthCheckPublisher, IDisposable
{
    private readonly string _file;
    private readonly ILogger<ReadinessPublisher> _logger;
    private string? _said;

    public ReadinessPublisher(HealthSettings settings, ILogger<ReadinessPublisher> logger)
    {
        _file = settings.File;
        _logger = logger;
        Withdraw(); // A file left by a process that was killed must not vouch for this one.
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        var isReady = report.Status == HealthStatus.Healthy;
        var state = isReady
            ? "Ready."
            : "Not ready. " + string.Join("; ", report.Entries.Where(one => one.Value.Status != HealthStatus.Healthy).Select(one => $"{one.Key}: {one.Value.Description}"));
        if (isReady && _file.Length > 0)
            File.WriteAllText(_file, "ready\n");
        else
            Withdraw();

        if (!string.Equals(state, _said, StringComparison.Ordinal))
            _logger.Log(isReady ? LogLevel.Information : LogLevel.Warning, "{State}", state);
        _said = state;
        return Task.CompletedTask;
    }

    public void Dispose() => Withdraw();

    private void Withdraw()
    {
        if (_file.Length > 0)
            File.Delete(_file);
    }
}
