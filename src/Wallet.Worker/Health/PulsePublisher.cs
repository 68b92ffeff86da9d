using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Health;

/// <summary>
/// Tells every few seconds what the worker does. It is a convenience, and must never disturb the work: every error is
/// swallowed.
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
    /// <summary>After as many intervals a pulse is of no use to anybody, and the broker drops it.</summary>
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
                // Not while the broker is away: the pulses would queue up in here and come out late.
                if (control.CheckHealth().Status == BusHealthStatus.Healthy)
                    await PublishAsync(interval * IntervalsToLive, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The worker stops.
        }
    }

    private async Task PublishAsync(TimeSpan timeToLive, CancellationToken stopping)
    {
        // The publish itself is never cancelled, only no longer waited for: RabbitMQ.Client 7.1 would lose track of its
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
