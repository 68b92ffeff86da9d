using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Worker.Messages;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Telemetry;

/// <summary>Asks the broker how full the worker's queues are, for the gauges. Only there while something is exported.</summary>
internal sealed class QueueWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private static readonly string[] Inputs =
        [.. RequestType.All.Select(request => "wallet" + string.Concat(request.Type.Name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}")))];

    private readonly RabbitMqSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<QueueWatch> _logger;
    private volatile IReadOnlyList<(string Queue, long Waiting, long Parked)> _found = [];

    public QueueWatch(RabbitMqSettings settings, TimeProvider clock, ILogger<QueueWatch> logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        WalletMeters.Meter.CreateObservableGauge(
            "wallet.queue.messages", () => _found.Select(one => new Measurement<long>(one.Waiting, new KeyValuePair<string, object?>("queue", one.Queue))),
            "{message}", "Messages that wait in a queue. Every worker says the same.");
        WalletMeters.Meter.CreateObservableGauge(
            "wallet.queue.parked", () => _found.Select(one => new Measurement<long>(one.Parked, new KeyValuePair<string, object?>("queue", one.Queue))),
            "{message}", "Messages that are parked beside a queue, in its error and skipped queues. Every worker says the same.");
    }

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
            // The worker stops.
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
                connection = await _settings.NewConnectionFactory().CreateConnectionAsync("wallet-worker queue watch", stopping);
            }

            var found = new List<(string, long, long)>();
            foreach (var queue in Inputs)
                found.Add((queue, await CountAsync(connection, queue, stopping), await CountAsync(connection, $"{queue}_error", stopping) + await CountAsync(connection, $"{queue}_skipped", stopping)));
            _found = found;
        }
        catch (Exception error) when (error is RabbitMQClientException or IOException)
        {
            _found = []; // Nothing is better than what was true some time ago.
            _logger.LogDebug(error, "The broker does not say how full its queues are.");
        }

        return connection;
    }

    /// <summary>A queue that does not exist closes the channel that asks for it, so each look has its own.</summary>
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
}
