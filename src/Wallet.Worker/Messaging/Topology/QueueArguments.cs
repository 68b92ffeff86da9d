using Wallet.Contracts;
using Wallet.Hosting.Broker;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>
/// The arguments with which each kind of queue is declared. Pure: the same settings give the same arguments on every
/// broker.
/// </summary>
/// <remarks>
/// The arguments of an existing queue cannot be changed; docs/operating.md describes how to move to others.
/// </remarks>
internal static class QueueArguments
{
    private const string TypeKey = "x-queue-type";
    private const string Quorum = "quorum";

    /// <summary>
    /// Given explicitly although it is RabbitMQ's default, because a virtual host may have another one. RabbitMQ treats
    /// a classic queue that was declared without it, as earlier versions did, as equal.
    /// </summary>
    private const string Classic = "classic";

    /// <summary>
    /// RabbitMQ's default exchange, which cannot be deleted: its routing keys are the names of queues.
    /// </summary>
    private const string DefaultExchange = "";

    /// <summary>
    /// RabbitMQ 4 gives a quorum queue a delivery limit of 20 and drops messages beyond it: looking at a parked message
    /// too often would lose it. RabbitMQ 3 does not know version 4's value for "no limit"; both accept this number.
    /// </summary>
    private const int NoDeliveryLimit = int.MaxValue;

    /// <summary>
    /// An input queue. A message that is delivered too often, because workers die of it, is dead-lettered.
    /// </summary>
    /// <remarks>A classic queue delivers it for ever.</remarks>
    public static Dictionary<string, object?> Input(string queue, RabbitMqSettings settings) => settings.IsQuorum
        ? new(StringComparer.Ordinal)
        {
            [TypeKey] = Quorum,
            ["x-delivery-limit"] = settings.DeliveryLimit,
            ["x-dead-letter-exchange"] = DefaultExchange,
            ["x-dead-letter-routing-key"] = queue + QueueNames.DeadSuffix,
            // Taken out of here only when the dead-letter queue has confirmed it. RabbitMQ asks for the overflow with
            // it.
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        }
        : new(StringComparer.Ordinal) { [TypeKey] = Classic };

    /// <summary>A queue where messages wait for a person: nothing expires, is dropped, or moves on by itself.</summary>
    public static Dictionary<string, object?> Parking(RabbitMqSettings settings) => settings.IsQuorum
        ? new(StringComparer.Ordinal) { [TypeKey] = Quorum, ["x-delivery-limit"] = NoDeliveryLimit }
        : new(StringComparer.Ordinal) { [TypeKey] = Classic };

    /// <summary>
    /// A queue where messages wait for their next attempt, after which they return to the queue that their routing key
    /// names.
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
}
