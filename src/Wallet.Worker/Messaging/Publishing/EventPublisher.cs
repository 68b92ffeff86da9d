using MassTransit;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>Publishes the events that follow from a message.</summary>
internal sealed class EventPublisher(
    ConfirmedPublisher publisher, IBus bus, TimeProvider clock, ILogger<EventPublisher> logger)
{
    /// <summary>Publishes an event, confirmed by the broker; it may be sent twice, with the same id.</summary>
    /// <remarks>
    /// By <see cref="ConfirmedPublisher"/>, which costs less than MassTransit's own publishing. Where that fails for
    /// anything but a broker that is away, MassTransit does it: it declares what is missing.
    /// </remarks>
    public async Task PublishAsync<T>(ConsumeContext context, T message, Guid messageId)
        where T : class
    {
        if (context.ReceiveContext.TryGetPayload<RabbitMqBasicConsumeContext>(out _))
        {
            try
            {
                // The exchange is in the virtual host of the worker's own queue.
                var input = context.ReceiveContext.InputAddress.GetLeftPart(UriPartial.Path);
                var destination = new Uri(input[..(input.LastIndexOf('/') + 1)] + Names<T>.Exchange);
                var envelope = Envelope.During(context, messageId, requestId: null, destination);
                await publisher.PublishAsync(
                    envelope.Wrap(Names<T>.Exchange, message, clock.GetUtcNow()) with { Mandatory = false });
                return;
            }
            catch (Exception error) when (!BrokerOutage.Is(error))
            {
                logger.LogDebug(error, "An event could not be published at once.");
            }
        }

        await PublishByBusAsync(context, message, messageId);
    }

    /// <summary>Publishes by MassTransit, which declares what is missing.</summary>
    /// <remarks>
    /// Not through the message's own context: that copies its sender's headers, which can then be longer than a frame,
    /// and the broker closes the connection that all queues are on.
    /// </remarks>
    public Task PublishByBusAsync<T>(ConsumeContext context, T message, Guid? messageId)
        where T : class =>
        bus.Publish(message, publish =>
        {
            publish.MessageId = messageId ?? publish.MessageId;
            publish.ConversationId = context.ConversationId ?? publish.ConversationId;
            publish.InitiatorId = context.CorrelationId;
            publish.SourceAddress = context.ReceiveContext.InputAddress;
        });

    private static class Names<T>
    {
        public static string Exchange { get; } = QueueNames.Exchange(typeof(T));
    }
}
