using System.Globalization;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Messaging.Recovery;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>
/// With which arguments each kind of queue is declared. Pure: the same settings give the same arguments on every
/// broker.
/// </summary>
/// <remarks>
/// A queue's arguments cannot be changed once it exists; see docs/operating.md for how to move to others.
/// </remarks>
internal static class QueueArguments
{
    public const string ErrorSuffix = "_error";
    public const string SkippedSuffix = "_skipped";
    public const string DeadSuffix = "_dead";
    public const string DelayPrefix = "wallet-delay-";

    private const string TypeKey = "x-queue-type";
    private const string Quorum = "quorum";

    /// <summary>
    /// Said although it is RabbitMQ's own default: a virtual host may have another. A classic queue that was declared
    /// without it, as every version before did, counts as the same.
    /// </summary>
    private const string Classic = "classic";

    /// <summary>RabbitMQ's default exchange, which no one can delete: the routing key is the name of a queue.</summary>
    private const string DefaultExchange = "";

    /// <summary>
    /// RabbitMQ 4 gives a quorum queue without a limit one of 20, and drops what exceeds it: whoever looks at a parked
    /// message often enough would lose it. It has a word for "none" that RabbitMQ 3 does not know; this number, both
    /// know.
    /// </summary>
    private const int NoDeliveryLimit = int.MaxValue;

    /// <summary>
    /// An input queue. What is delivered too often, because workers die of it, goes to its dead-letter queue.
    /// </summary>
    /// <remarks>A classic queue delivers for ever.</remarks>
    public static Dictionary<string, object?> Input(string queue, RabbitMqSettings settings) => settings.IsQuorum
        ? new(StringComparer.Ordinal)
        {
            [TypeKey] = Quorum,
            ["x-delivery-limit"] = settings.DeliveryLimit,
            ["x-dead-letter-exchange"] = DefaultExchange,
            ["x-dead-letter-routing-key"] = queue + DeadSuffix,
            // Taken out of here only when the dead-letter queue has confirmed it. RabbitMQ asks for the overflow with
            // it.
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        }
        : new(StringComparer.Ordinal) { [TypeKey] = Classic };

    /// <summary>
    /// A queue where messages wait for a person: nothing expires, nothing is dropped, nothing moves on by itself.
    /// </summary>
    public static Dictionary<string, object?> Parking(RabbitMqSettings settings) => settings.IsQuorum
        ? new(StringComparer.Ordinal) { [TypeKey] = Quorum, ["x-delivery-limit"] = NoDeliveryLimit }
        : new(StringComparer.Ordinal) { [TypeKey] = Classic };

    /// <summary>
    /// A queue where messages wait for their next attempt, and from where they go back to the queue that their routing
    /// key names.
    /// </summary>
    public static Dictionary<string, object?> Delay(int seconds, RabbitMqSettings settings)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [TypeKey] = settings.IsQuorum ? Quorum : Classic,
            ["x-message-ttl"] = seconds * 1000L,
            ["x-dead-letter-exchange"] = DefaultExchange,
        };
        if (settings.IsQuorum)
        {
            arguments["x-dead-letter-strategy"] = "at-least-once";
            arguments["x-overflow"] = "reject-publish";
        }

        return arguments;
    }

    /// <summary>
    /// The queue of a delay, and the exchange in front of it. The delay is in the name, so that another delay is
    /// another queue.
    /// </summary>
    public static string DelayName(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{DelayPrefix}{seconds}s");
}
