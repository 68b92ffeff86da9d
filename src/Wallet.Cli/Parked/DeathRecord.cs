using System.Collections;
using RabbitMQ.Client;
using Wallet.Cli.Bus;
using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>Why and when the broker dead-lettered a message, from its <c>x-death</c> header.</summary>
/// <param name="Reason">The broker's word: <c>expired</c>, <c>delivery_limit</c>, <c>rejected</c>.</param>
/// <param name="At">When it was dead-lettered.</param>
internal sealed record DeathRecord(string? Reason, DateTimeOffset? At)
{
    /// <summary>
    /// The death of a message in a dead-letter queue; null elsewhere. Only the entry for the input queue counts,
    /// because a deferred message has expired in delay queues on purpose.
    /// </summary>
    public static DeathRecord? Find(string queue, IDictionary<string, object?>? headers)
    {
        if (!queue.EndsWith(QueueNames.DeadSuffix, StringComparison.Ordinal)
            || headers?.TryGetValue("x-death", out var deaths) != true)
            return null;
        var origin = Queues.OriginOf(queue);
        foreach (var death in (deaths as IList)?.OfType<IDictionary<string, object?>>() ?? [])
        {
            if (death.TryGetValue("queue", out var from) && HeaderText.Format(from) == origin)
            {
                return new DeathRecord(
                    death.TryGetValue("reason", out var reason) ? HeaderText.Format(reason) : null,
                    death.TryGetValue("time", out var time) && time is AmqpTimestamp at ? HeaderText.Time(at) : null);
            }
        }

        return null;
    }
}
