using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Messaging.Serialization;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Metrics;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Observation;

/// <summary>
/// Asks the broker for the lengths of the worker's queues, for gauges. Only registered if metrics are exported.
/// </summary>
internal sealed class QueueGauges : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private static readonly string[] Inputs = [.. RequestType.All.Select(request => request.Queue)];

    private static readonly string[] ParkedSuffixes =
    [
        QueueArguments.ErrorSuffix,
        QueueArguments.SkippedSuffix,
        QueueArguments.DeadSuffix,
    ];

    private readonly RabbitMqSettings _settings;
    private readonly IReadOnlyList<string> _delays;
    private readonly TimeProvider _clock;
    private readonly ILogger<QueueGauges> _logger;
    private volatile Found _found = Found.Nothing;

    public QueueGauges(
        RabbitMqSettings settings,
        WorkerSettings worker,
        TimeProvider clock,
        ILogger<QueueGauges> logger
    )
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _delays = [.. worker.RedeliveryDelays.Distinct().Select(QueueArguments.DelayName)];
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
        IConnection? connection = null;
        try
        {
            do
            {
                connection = await LookAsync(connection, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    private async Task<IConnection?> LookAsync(IConnection? connection, CancellationToken stopping)
    {
        try
        {
            if (connection is not { IsOpen: true })
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                connection = null;
                connection = await _settings
                    .NewConnectionFactory()
                    .CreateConnectionAsync("wallet-worker queue watch", stopping);
            }

            var (waiting, delayed, parked) = (
                new Dictionary<string, long>(StringComparer.Ordinal),
                new Dictionary<string, long>(StringComparer.Ordinal),
                new Dictionary<string, long>(StringComparer.Ordinal)
            );
            foreach (var queue in Inputs)
            {
                waiting[queue] = await CountAsync(connection, queue, stopping);
                parked[queue] = 0;
                foreach (var suffix in ParkedSuffixes)
                    parked[queue] += await CountAsync(connection, queue + suffix, stopping);
            }

            foreach (var queue in _delays)
                delayed[queue] = await CountAsync(connection, queue, stopping);
            _found = new Found(waiting, delayed, parked);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            // Any exception: when a broker hangs, the client cancels its own requests.
            _found = Found.Nothing; // no value is better than an outdated one
            _logger.LogDebug(error, "The broker does not say how full its queues are.");
        }

        return connection;
    }

    /// <summary>A channel of its own for each call, because asking for a missing queue closes the channel.</summary>
    private static async Task<long> CountAsync(IConnection connection, string queue, CancellationToken stopping)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, stopping)).MessageCount;
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
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
