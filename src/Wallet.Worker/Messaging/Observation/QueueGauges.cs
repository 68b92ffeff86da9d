using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Metrics;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Observation;

/// <summary>
/// Asks the broker for the lengths of the worker's queues, for gauges. Only registered if metrics are exported.
/// </summary>
internal sealed class QueueGauges : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ConfirmedPublisher _publisher;
    private readonly IReadOnlyList<string> _delays;
    private readonly TimeProvider _clock;
    private readonly ILogger<QueueGauges> _logger;
    private volatile Found _found = Found.Nothing;

    public QueueGauges(
        ConfirmedPublisher publisher,
        WorkerSettings worker,
        TimeProvider clock,
        ILogger<QueueGauges> logger
    )
    {
        (_publisher, _clock, _logger) = (publisher, clock, logger);
        _delays = [.. worker.RedeliveryDelays.Distinct().Select(QueueNames.Delay)];
        Observe("wallet.queue.messages", found => found.Waiting, "Messages that wait in a queue.");
        Observe(
            "wallet.queue.delayed",
            found => found.Delayed,
            "Messages that have failed and wait in a queue for their next attempt."
        );
        Observe(
            "wallet.queue.parked",
            found => found.Parked,
            "Messages that are parked beside a queue, in its error, skipped and dead-letter queues."
        );
    }

    private void Observe(string name, Func<Found, IReadOnlyDictionary<string, long>> counts, string description) =>
        WalletMeters.Meter.CreateObservableGauge(
            name,
            () =>
                counts(_found)
                    .Select(one => new Measurement<long>(
                        one.Value,
                        new KeyValuePair<string, object?>("queue", one.Key)
                    )),
            "{message}",
            $"{description} Every worker says the same."
        );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _clock);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            var (waiting, delayed, parked) = (
                new Dictionary<string, long>(StringComparer.Ordinal),
                new Dictionary<string, long>(StringComparer.Ordinal),
                new Dictionary<string, long>(StringComparer.Ordinal)
            );
            foreach (var queue in QueueNames.Inputs)
            {
                waiting[queue] = await CountAsync(queue, stopping);
                parked[queue] = 0;
                foreach (var suffix in QueueNames.ParkedSuffixes)
                    parked[queue] += await CountAsync(queue + suffix, stopping);
            }

            foreach (var queue in _delays)
                delayed[queue] = await CountAsync(queue, stopping);
            _found = new Found(waiting, delayed, parked);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            // Any exception: when a broker hangs, the client cancels its own requests.
            _found = Found.Nothing; // no value is better than an outdated one
            _logger.LogDebug(error, "The broker does not say how full its queues are.");
        }
    }

    private async Task<long> CountAsync(string queue, CancellationToken stopping)
    {
        await using var channel = await _publisher.OpenPlainAsync().WaitAsync(stopping);
        return (await channel.FindQueueAsync(queue, stopping))?.MessageCount ?? 0;
    }

    /// <summary>The numbers of messages, by queue.</summary>
    private sealed record Found(
        IReadOnlyDictionary<string, long> Waiting,
        IReadOnlyDictionary<string, long> Delayed,
        IReadOnlyDictionary<string, long> Parked
    )
    {
        private static readonly Dictionary<string, long> None = new(StringComparer.Ordinal);

        public static Found Nothing { get; } = new(None, None, None);
    }
}
