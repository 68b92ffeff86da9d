using MassTransit;

namespace Wallet.Worker.Answers;

/// <summary>A sender that wants its answer in AMQP's own way: in the queue that its <c>reply_to</c> names, with its <c>correlation_id</c>.</summary>
/// <param name="ReplyTo">The queue, or RabbitMQ's direct reply-to.</param>
/// <param name="CorrelationId">Whatever the sender tells its answers apart by; null where it gave none.</param>
internal sealed record AmqpSender(string ReplyTo, string? CorrelationId)
{
    private const string EnvelopeType = "application/vnd.masstransit";

    /// <summary>The sender of a message; null where it asks for no answer, or in the way of MassTransit, which has addresses of its own.</summary>
    public static AmqpSender? Of(ReceiveContext context) =>
        context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
        && delivery.Properties is { ReplyTo: { Length: > 0 } replyTo } properties
        && properties.ContentType?.StartsWith(EnvelopeType, StringComparison.OrdinalIgnoreCase) is not true
        && !context.TransportHeaders.TryGetHeader(MessageHeaders.ResponseAddress, out _)
            ? new AmqpSender(replyTo, properties.CorrelationId)
            : null;
}
