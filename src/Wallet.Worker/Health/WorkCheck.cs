using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wallet.Worker.Messaging.Observation;

namespace Wallet.Worker.Health;

/// <summary>
/// Whether work gets done: no message is worked on for longer than any should take with all its calls and their
/// attempts.
/// </summary>
internal sealed class WorkCheck(PulseMeter meter) : IHealthCheck
{
    internal static readonly TimeSpan OldestMax = TimeSpan.FromSeconds(60);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            meter.Oldest is var oldest && oldest > OldestMax
                ? HealthCheckResult.Unhealthy($"a message has been held for {oldest.TotalSeconds:0} s")
                : HealthCheckResult.Healthy()
        );
}
