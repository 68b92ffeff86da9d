using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wallet.Worker.Health;

/// <summary>The result of the latest readiness check.</summary>
internal sealed class ReadinessState(TimeProvider clock)
{
    private volatile Look? _last;
    private volatile bool _isStopping;

    /// <summary>What is wrong, by check; null before the first check.</summary>
    public IReadOnlyDictionary<string, string>? Faults => _isStopping
        ? new Dictionary<string, string>(StringComparer.Ordinal) { ["worker"] = "it is stopping" }
        : _last?.Faults;

    /// <summary>Whether messages are taken and can be carried out.</summary>
    public bool IsReady => Faults is { Count: 0 };

    /// <summary>The age of the result; null before the first check.</summary>
    public TimeSpan? Age => _last is { } last ? clock.GetElapsedTime(last.At) : null;

    public void Stopping() => _isStopping = true;

    public void Record(HealthReport report) => _last = new Look(clock.GetTimestamp(), report.Entries
        .Where(one => one.Value.Status != HealthStatus.Healthy)
        .OrderBy(one => one.Key != "masstransit-bus") // the bus first, because other faults often follow from it
        .ToDictionary(one => one.Key, one => one.Value.Description ?? $"{one.Value.Status}", StringComparer.Ordinal));

    private sealed record Look(long At, IReadOnlyDictionary<string, string> Faults);
}
