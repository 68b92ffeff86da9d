using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wallet.Worker.Messaging.Observation;

namespace Wallet.Worker.Health;

/// <summary>
/// Checks that work gets done: that no message is processed for longer than all its calls with all their attempts may
/// take.
/// </summary>
internal sealed class StuckMessageCheck(PulseMeter meter) : IHealthCheck
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
