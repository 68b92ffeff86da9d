using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedTables;
using Wallet.Worker.Health;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Startup;

/// <summary>Makes sure of the tables before the first message is taken: messages wait in their queues meanwhile.</summary>
/// <remarks>An engine that cannot be reached is no reason to die. It is said once per attempt, and tried again.</remarks>
internal sealed class TableInitializer(Table<UserWallet> wallets, Table<OperationRecord> operations, TableProbe probe, TimeProvider clock, ILogger<TableInitializer> logger) : IHostedService, IHealthCheck
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    private volatile string? _fault = "the tables have not been looked at yet";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await wallets.EnsureCreatedAsync(cancellationToken: cancellationToken);
                await operations.EnsureCreatedAsync(cancellationToken: cancellationToken);
                _fault = null;
                return;
            }
            catch (TypedTableException error)
            {
                _fault = error.Message;
                logger.LogError("Attempt {Attempt} to reach the tables failed, the next follows in {Pause} s. {Fault}", attempt, pause.TotalSeconds, error.Message);
            }

            try
            {
                await Task.Delay(pause, clock, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return; // Stopped before it was ready: nothing was begun, so there is nothing to undo.
            }

            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((_fault ?? probe.Fault()) is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy());
}
