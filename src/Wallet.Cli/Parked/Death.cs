using System.Collections;
using RabbitMQ.Client;
using Wallet.Cli.Bus;

namespace Wallet.Cli.Parked;

/// <summary>Why and when the broker put a message into a dead-letter queue, as it notes it in <c>x-death</c>.</summary>
/// <param name="Reason">Its word: <c>expired</c>, <c>delivery_limit</c>, <c>rejected</c>.</param>
/// <param name="At">When.</param>
internal sealed record Death(string? Reason, DateTimeOffset? At)
{
    /// <summary>
    /// Of a message in a queue of dead ones; null elsewhere. Only what the broker notes of the input queue counts: who
    /// waited for another
    /// attempt has expired in the queues of delays, on purpose.
    /// </summary>
    public static Death? Find(string queue, IDictionary<string, object?>? headers)
    {
        if (!queue.EndsWith(Queues.DeadSuffix, StringComparison.Ordinal)
            || headers?.TryGetValue("x-death", out var deaths) != true)
            return null;
        var origin = Queues.OriginOf(queue);
        foreach (var death in (deaths as IList)?.OfType<IDictionary<string, object?>>() ?? [])
        {
            if (death.TryGetValue("queue", out var from) && HeaderText.Format(from) == origin)
            {
                return new Death(
                    death.TryGetValue("reason", out var reason) ? HeaderText.Format(reason) : null,
                    death.TryGetValue("time", out var time) && time is AmqpTimestamp at ? HeaderText.Time(at) : null);
            }
        }

        return null;
    }
}
