using MassTransit;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// A sender that wants its answer in AMQP's own way: in the queue that its <c>reply_to</c> names, with its
/// <c>correlation_id</c>.
/// </summary>
/// <param name="ReplyTo">The queue, or RabbitMQ's direct reply-to.</param>
/// <param name="CorrelationId">Whatever the sender tells its answers apart by; null where it gave none.</param>
internal sealed record AmqpReplyTo(string ReplyTo, string? CorrelationId)
{
    private const string EnvelopeType = "application/vnd.masstransit";

    /// <summary>
    /// The sender of a message; null where it asks for no answer, or in the way of MassTransit, which has addresses of
    /// its own.
    /// </summary>
    public static AmqpReplyTo? Find(ReceiveContext context) =>
        SaysEnvelope(context) || context.TransportHeaders.TryGetHeader(MessageHeaders.ResponseAddress, out _)
            ? null
            : OfUnreadable(context);

    /// <summary>
    /// The sender of a message whose addresses cannot be read: a <c>reply_to</c> is then all that there is.
    /// </summary>
    public static AmqpReplyTo? OfUnreadable(ReceiveContext context) =>
        context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
        && delivery.Properties is { ReplyTo: { Length: > 0 } replyTo } properties
            ? new AmqpReplyTo(replyTo, properties.CorrelationId)
            : null;

    /// <summary>Whether a message's content type promises MassTransit's envelope.</summary>
    public static bool SaysEnvelope(ReceiveContext context) =>
        context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
        && delivery.Properties.ContentType?.StartsWith(EnvelopeType, StringComparison.OrdinalIgnoreCase) is true;
}
