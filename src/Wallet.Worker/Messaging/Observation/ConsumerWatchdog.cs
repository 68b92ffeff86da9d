using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Observation;

/// <summary>
/// Asks the broker whether every queue has a consumer, and restarts the bus if MassTransit has given one up.
/// </summary>
/// <remarks>
/// MassTransit may not notice that the broker has cancelled a consumer; only the broker knows the consumers.
/// </remarks>
internal sealed class ConsumerWatchdog(
    IBusControl bus,
    ConsumerStatus status,
    ConfirmedPublisher publisher,
    HealthSettings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<ConsumerWatchdog> logger
) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RestartTimeout = TimeSpan.FromSeconds(30);

    private string _said = "";
    private bool _isRestarted;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            status.Faults is { Count: > 0 } faults
                ? HealthCheckResult.Unhealthy(string.Join(", ", faults))
                : HealthCheckResult.Healthy()
        );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(settings.QueuesSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!await LookAsync(stoppingToken))
                    continue; // The broker is away. The bus reports that, and recovers by itself.
                Say();
                await CloseDeadChannelsAsync();
                if (status.Abandoned is { Count: > 0 } abandoned)
                    await RestartBusAsync(abandoned, stoppingToken);
                else if (status.Faults.Count == 0)
                    _isRestarted = false;
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task<bool> LookAsync(CancellationToken stopping)
    {
        try
        {
            IChannel? channel = null;
            try
            {
                foreach (var queue in status.Queues)
                {
                    // The broker closes the channel on which a missing queue is asked for.
                    if (channel is not { IsOpen: true })
                        channel = await publisher.OpenPlainAsync();
                    status.RecordConsumers(queue, (await channel.FindQueueAsync(queue, stopping))?.ConsumerCount);
                }
            }
            finally
            {
                if (channel is not null)
                    await channel.DisposeAsync();
            }

            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            logger.LogDebug(error, "The broker could not be asked for its queues.");
            return false;
        }
    }

    private void Say()
    {
        var words = string.Join(", ", status.Faults);
        if (words.Length > 0 && words != _said)
            logger.LogError(
                new EventId(4301, "ConsumersLost"),
                "Messages are not taken: {Faults}. They wait, and the worker listens again by itself.",
                words
            );
        _said = words;
    }

    private async Task CloseDeadChannelsAsync()
    {
        try
        {
            await status.CloseDeadChannelsAsync().WaitAsync(CloseTimeout, clock);
        }
        catch (Exception error)
        {
            logger.LogDebug(error, "A channel that is dead could not be closed.");
        }
    }

    /// <summary>
    /// Restarts the bus. If that was already tried and did not help, ends the process, so that its supervisor restarts
    /// it.
    /// </summary>
    private async Task RestartBusAsync(IReadOnlyList<string> abandoned, CancellationToken stopping)
    {
        var queues = string.Join(", ", abandoned);
        if (_isRestarted)
        {
            logger.LogCritical(
                new EventId(4302, "RestartInVain"),
                "{Queues} is not listened to although the bus was started again. The worker ends, with code 1, to be "
                    + "restarted.",
                queues
            );
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            return;
        }

        logger.LogError(
            new EventId(4303, "BusRestart"),
            "{Queues} is not listened to, and nothing is about to change that: the bus is started again.",
            queues
        );
        _isRestarted = true;
        status.Reset();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(RestartTimeout);
        try
        {
            await bus.StopAsync(limit.Token);
            await bus.StartAsync(limit.Token);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            logger.LogError(
                new EventId(4304, "BusRestartFailed"),
                "The bus could not be started again: {Reason}", error.Message);
        }
    }
}
