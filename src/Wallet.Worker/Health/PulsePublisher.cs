using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Health;

/// <summary>
/// Publishes every few seconds what the worker does. It is a convenience and must never disturb the work, so it
/// swallows every error.
/// </summary>
internal sealed class PulsePublisher(
    IBus bus,
    IBusControl control,
    PulseMeter meter,
    ReadinessState readiness,
    WorkerSettings settings,
    TimeProvider clock,
    ILogger<PulsePublisher> logger) : BackgroundService
{
    /// <summary>After this many intervals a pulse is out of date, and the broker drops it.</summary>
    private const int IntervalsToLive = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.PulseSeconds == 0)
            return;

        var interval = TimeSpan.FromSeconds(settings.PulseSeconds);
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Not while the broker is away: pulses would queue up here and go out late.
                if (control.CheckHealth().Status == BusHealthStatus.Healthy)
                    await PublishAsync(interval * IntervalsToLive, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }

    private async Task PublishAsync(TimeSpan timeToLive, CancellationToken stopping)
    {
        // The publish itself is never cancelled, only no longer awaited: RabbitMQ.Client would lose count of its
        // confirms.
        var pulse = meter.Take() with { NotReady = readiness.Faults is { } faults ? [.. faults.Keys] : null };
        var published = bus.Publish(pulse, publish =>
        {
            publish.Durable = false;
            publish.TimeToLive = timeToLive;
        }, CancellationToken.None);
        try
        {
            await published.WaitAsync(timeToLive, stopping);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            logger.LogDebug(error, "A pulse could not be published.");
        }

        _ = published.ContinueWith(
            late => late.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );
    }
}
