using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>Removes expired queries from the dead-letter queues: their senders have stopped waiting.</summary>
/// <remarks>
/// The broker dead-letters whatever expires, and the arguments of an existing queue cannot be changed. Other messages
/// in there are only looked at when their number has grown, and go back to their place; meanwhile nobody else sees
/// them.
/// </remarks>
internal sealed class ExpiredQuestions(
    RabbitMqSettings settings, ConfirmedPublisher publisher, TimeProvider clock, ILogger<ExpiredQuestions> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>How many messages are held at most while looking behind them.</summary>
    private const int HeldMax = 1000;

    /// <summary>The number of messages in each queue after the last look, without those that were removed.</summary>
    private readonly Dictionary<string, uint> _seen = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsQuorum)
            return; // A classic queue has no dead-letter queue: what expires is dropped.

        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                foreach (var question in RequestType.All.Where(request => request.IsQuestion))
                    await LookAsync(question.Queue, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task LookAsync(string input, CancellationToken stopping)
    {
        var queue = input + QueueNames.DeadSuffix;
        try
        {
            uint count;
            await using (var asking = await publisher.OpenPlainAsync())
                count = (await asking.FindQueueAsync(queue, stopping))?.MessageCount ?? 0;
            if (count > _seen.GetValueOrDefault(queue))
            {
                _seen[queue] = count; // also on failure, because it would fail again
                _seen[queue] -= await TakeAwayAsync(input, queue, count, stopping);
            }
            else
            {
                _seen[queue] = count;
            }
        }
        catch (Exception error)
            when (!stopping.IsCancellationRequested && (BrokerOutage.Is(error) || error is RabbitMQClientException))
        {
            logger.LogDebug(error, "'{Queue}' could not be looked at for questions that have expired.", queue);
        }
    }

    /// <summary>Uses a channel of its own, which requeues the held messages when it is closed.</summary>
    private async Task<uint> TakeAwayAsync(string input, string queue, uint count, CancellationToken stopping)
    {
        uint taken = 0;
        await using var channel = await publisher.OpenPlainAsync();
        for (var (look, held) = (0u, 0); look < count && held < HeldMax; look++)
        {
            if (await channel.BasicGetAsync(queue, autoAck: false, stopping) is not { } message)
                break;
            if (!DeathHeaders.IsExpired(message.BasicProperties.Headers, input))
            {
                held++;
                continue;
            }

            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, stopping);
            taken++;
        }

        if (taken > 0)
        {
            logger.LogInformation(
                new EventId(4206, "QuestionsExpired"),
                "{Count} questions to {Queue} had expired before a worker took them, and are gone.", taken, input);
        }

        return taken;
    }
}
