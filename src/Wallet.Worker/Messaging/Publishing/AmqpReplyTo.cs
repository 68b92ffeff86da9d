using MassTransit;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// A sender that expects its response the AMQP way: in the queue named by <c>reply_to</c>, with its
/// <c>correlation_id</c>.
/// </summary>
/// <param name="ReplyTo">The queue, or RabbitMQ's direct reply-to.</param>
/// <param name="CorrelationId">
/// The value by which the sender matches responses to requests; null if it gave none.
/// </param>
internal sealed record AmqpReplyTo(string ReplyTo, string? CorrelationId)
{
    private const string EnvelopeType = "application/vnd.masstransit";

    /// <summary>
    /// The sender of a message; null if it expects no response, or one in MassTransit's way, which has its own
    /// addresses.
    /// </summary>
    public static AmqpReplyTo? Find(ReceiveContext context) =>
        SaysEnvelope(context) || context.TransportHeaders.TryGetHeader(MessageHeaders.ResponseAddress, out _)
            ? null
            : OfUnreadable(context);

    /// <summary>The sender of a message whose envelope cannot be read: only its <c>reply_to</c> is left.</summary>
    public static AmqpReplyTo? OfUnreadable(ReceiveContext context) =>
        context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
        && delivery.Properties is { ReplyTo: { Length: > 0 } replyTo } properties
            ? new AmqpReplyTo(replyTo, properties.CorrelationId)
            : null;

    /// <summary>Whether a message's content type announces MassTransit's envelope.</summary>
    public static bool SaysEnvelope(ReceiveContext context) =>
        context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
        && delivery.Properties.ContentType?.StartsWith(EnvelopeType, StringComparison.OrdinalIgnoreCase) is true;
}
