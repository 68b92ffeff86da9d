using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedTables;

namespace Wallet.Worker.Tables;

/// <summary>
/// Makes sure that the tables can be used before the first message is taken. Meanwhile messages wait in their queues.
/// </summary>
/// <remarks>An unreachable engine or a missing table does not end the worker: it looks again.</remarks>
internal sealed class TableInitializer(
    TablesAtStart tables, TableProbe probe, TimeProvider clock, ILogger<TableInitializer> logger)
    : IHostedService, IHealthCheck
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The pause between looks at what DynamoDB or an operator is about to change. A look takes two calls.
    /// </summary>
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(2);

    private volatile string? _fault = "the tables have not been looked at yet";

    /// <exception cref="OperationCanceledException">
    /// The worker is stopped before it was ready; the bus does not start.
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
                    logger.LogError(new EventId(4106, "TablesNotUsable"), "No message is taken yet. {State}", state);
                (_fault, wait) = (state, LookPause);
            }
            catch (TypedTableException error)
            {
                (_fault, wait) = (error.Message, pause);
                logger.LogError(
                    new EventId(4107, "TablesUnreachable"),
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
