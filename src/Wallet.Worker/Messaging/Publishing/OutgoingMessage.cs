using RabbitMQ.Client;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>A message for the broker, and where it goes.</summary>
/// <param name="Exchange">The exchange; empty for the default one, whose routing keys are names of queues.</param>
/// <param name="RoutingKey">The routing key.</param>
/// <param name="Properties">AMQP's properties.</param>
/// <param name="Body">The body.</param>
/// <param name="Mandatory">Whether it fails where no queue takes it.</param>
internal sealed record OutgoingMessage(
    string Exchange, string RoutingKey, BasicProperties Properties, ReadOnlyMemory<byte> Body, bool Mandatory = true)
{
    private const string DirectReplyTo = "amq.rabbitmq.reply-to.";

    /// <summary>Whether it goes to one of RabbitMQ's direct replies.</summary>
    public bool IsDirectReply =>
        Exchange.Length == 0 && RoutingKey.StartsWith(DirectReplyTo, StringComparison.Ordinal);

    /// <summary>Where it goes, for people.</summary>
    public string Address => Exchange + RoutingKey;
}
