using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedTables;

namespace Wallet.Worker.Tables;

/// <summary>
/// Makes sure of the tables before the first message is taken: messages wait in their queues meanwhile.
/// </summary>
/// <remarks>
/// An engine that cannot be reached is no reason to die, nor is a table that is missing. Both are looked for again.
/// </remarks>
internal sealed class TableInitializer(
    TablesAtStart tables, TableProbe probe, TimeProvider clock, ILogger<TableInitializer> logger)
    : IHostedService, IHealthCheck
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>Between looks at what DynamoDB or an operator is about to change. A look is two calls.</summary>
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(2);

    private volatile string? _fault = "the tables have not been looked at yet";

    /// <exception cref="OperationCanceledException">
    /// The worker is stopped before it was ready; no bus is started.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                if (await tables.PrepareAsync(cancellationToken) is not { } state)
                    break;
                if (_fault != state)
                    logger.LogError("No message is taken yet. {State}", state);
                (_fault, wait) = (state, LookPause);
            }
            catch (TypedTableException error)
            {
                (_fault, wait) = (error.Message, pause);
                logger.LogError(
                    "Attempt {Attempt} to reach the tables failed, the next follows in {Pause} s. {Fault}",
                    attempt,
                    pause.TotalSeconds,
                    error.Message);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }

            await Task.Delay(wait, clock, cancellationToken);
        }

        _fault = null;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            (_fault ?? probe.Fault()) is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy()
        );
}
