using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Tracks which parking queues take no messages. Logs when that begins, reminds, and logs when it is over.
/// </summary>
internal sealed class FullQueues(TimeProvider clock, ILogger<FullQueues> logger)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Refusing> _refusing = new(StringComparer.Ordinal);

    /// <summary>Notes that a queue refused a message.</summary>
    public void Refuses(string queue, Exception refusal)
    {
        var reason = refusal switch
        {
            PublishException { IsReturn: true } => "there is no such queue, and it could not be declared",
            PublishException => "it is full, or has lost the majority of its nodes",
            _ => refusal.Message,
        };
        int attempts;
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (!_refusing.TryGetValue(queue, out var one))
                _refusing[queue] = one = new Refusing { Said = null };
            attempts = ++one.Attempts;
            if (one.Said is { } said && clock.GetElapsedTime(said, now) < Reminder)
                return;
            one.Said = now;
        }

        if (attempts == 1)
        {
            logger.LogError(
                new EventId(4203, "QueueFull"),
                "'{Queue}' takes no message: {Reason}. What is to be parked there comes back after a while and is "
                    + "tried "
                    + "again, and no sender is told before it is parked. Make room (wallet errors), or raise its "
                    + "limit.",
                queue, reason);
        }
        else
        {
            logger.LogWarning(
                new EventId(4204, "QueueStillFull"),
                "'{Queue}' still takes no message, after {Attempts} attempts: {Reason}.", queue, attempts, reason);
        }
    }

    /// <summary>Notes that a queue took a message.</summary>
    public void Takes(string queue)
    {
        int attempts;
        lock (_lock)
        {
            if (!_refusing.Remove(queue, out var one))
                return;
            attempts = one.Attempts;
        }

        logger.LogInformation(
            new EventId(4205, "QueueTakesAgain"),
            "'{Queue}' takes messages again, after {Attempts} attempts that it refused.", queue, attempts);
    }

    private sealed class Refusing
    {
        public int Attempts { get; set; }

        public long? Said { get; set; }
    }
}
