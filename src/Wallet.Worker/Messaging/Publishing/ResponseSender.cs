using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Worker.Messaging.Topology;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// Sends responses to wherever their senders expect them. If a response cannot be delivered, only that response is
/// lost.
/// </summary>
internal sealed class ResponseSender(
    ConfirmedPublisher channel, IBus bus, TimeProvider clock, ILogger<ResponseSender> logger)
{
    private const int NotFound = 404;

    private readonly SystemTextJsonRawMessageSerializer _plainJson = new(RawSerializerOptions.AnyMessageType);

    /// <summary>Whether the sender of a message expects a response.</summary>
    public static bool IsWanted(ConsumeContext request) =>
        request.ResponseAddress is not null || AmqpReplyTo.Find(request.ReceiveContext) is not null;

    /// <summary>
    /// Responds in the way that the sender asked for. If it asked for none, the message is published.
    /// </summary>
    public Task RespondAsync<T>(ConsumeContext request, T message)
        where T : class
    {
        if (request.ResponseAddress is { } address)
            return SendAsync(address, message, request);
        return AmqpReplyTo.Find(request.ReceiveContext) is { } sender
            ? SendAsync(sender, message)
            : PublishByBusAsync(request, message, messageId: null);
    }

    /// <summary>Publishes a message through MassTransit, which declares what is missing for it.</summary>
    /// <remarks>
    /// Not through the handled message's context, which would copy its sender's headers: they may then be longer than a
    /// frame, and the broker would close the connection of all queues.
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

    /// <summary>Publishes an event with a publisher confirm. It may be sent twice, with the same id.</summary>
    /// <remarks>
    /// It takes the same way as responses, which is cheaper than MassTransit's publishing. If that fails for another
    /// reason than an outage, MassTransit publishes it, and declares what is missing.
    /// </remarks>
    public async Task PublishAsync<T>(ConsumeContext context, T message, Guid messageId)
        where T : class
    {
        if (context.ReceiveContext.TryGetPayload<RabbitMqBasicConsumeContext>(out _))
        {
            try
            {
                // MassTransit's name of the message's exchange, which subscribers bind to, in the virtual host of the
                // worker's own queue.
                var exchange = Names<T>.Exchange;
                var input = context.ReceiveContext.InputAddress.GetLeftPart(UriPartial.Path);
                var envelope = Envelope.During(
                    context,
                    messageId,
                    requestId: null,
                    new Uri(input[..(input.LastIndexOf('/') + 1)] + exchange)
                );
                await channel.PublishWithRetryAsync(
                    exchange,
                    "",
                    PropertiesOf(envelope),
                    envelope.Write(message, clock.GetUtcNow()),
                    mandatory: false
                );
                return;
            }
            catch (Exception error) when (!BrokerOutage.Is(error))
            {
                logger.LogDebug(error, "An event could not be published at once.");
            }
        }

        await PublishByBusAsync(context, message, messageId);
    }

    /// <summary>Responds with MassTransit's envelope.</summary>
    public async Task SendAsync<T>(Uri address, T message, ConsumeContext request)
        where T : class
    {
        if (!request.ReceiveContext.TryGetPayload<RabbitMqBasicConsumeContext>(out _))
        {
            // The in-memory transport of tests, whose addresses are not exchanges.
            await (await request.GetSendEndpoint(address)).Send(message, send => send.RequestId = request.RequestId);
            return;
        }

        var envelope = Envelope.During(request, NewId.NextGuid(), request.RequestId, address);
        var exchange = new RabbitMqEndpointAddress(request.ReceiveContext.InputAddress, address).Name;
        await TryPublishAsync(exchange, "", PropertiesOf(envelope), envelope.Write(message, clock.GetUtcNow()));
    }

    /// <summary>Responds with plain JSON, with the message's name as <c>type</c>.</summary>
    public Task SendAsync<T>(AmqpReplyTo sender, T message)
        where T : class
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            Type = typeof(T).Name,
            Persistent = true,
        };
        if (sender.CorrelationId is not null)
            properties.CorrelationId = sender.CorrelationId;
        return TryPublishAsync(
            "",
            sender.ReplyTo,
            properties,
            _plainJson.GetMessageBody(new MessageSendContext<T>(message)).GetBytes()
        );
    }

    private static BasicProperties PropertiesOf(Envelope envelope) =>
        new() { ContentType = Envelope.ContentType, MessageId = $"{envelope.MessageId}", Persistent = true };

    private async Task TryPublishAsync(string exchange, string routingKey, BasicProperties properties, byte[] body)
    {
        if (OwnNames.Has(exchange.Length > 0 ? exchange : routingKey))
        {
            logger.LogWarning(
                "An answer could not be sent to {Address}: it is none of a sender's, but the worker's own.",
                exchange + routingKey);
            return;
        }

        try
        {
            try
            {
                // Not retried if the queue is full: its one receiver would hold up everybody else.
                await channel.PublishWithRetryAsync(
                    exchange, routingKey, properties, body, isNackRetried: false);
            }
            catch (OperationInterruptedException error)
                when (error.ShutdownReason?.ReplyCode == NotFound && exchange.Length > 0)
            {
                // A queue that MassTransit did not declare has no exchange of its own. The default exchange reaches it
                // by its name.
                await channel.PublishAsync("", exchange, properties, body);
            }
        }
        catch (Exception error) when (error is PublishException
            || !BrokerOutage.Is(error)
            || ConfirmedPublisher.IsDirect(exchange, routingKey))
        {
            var reason = error switch
            {
                PublishException { IsReturn: true } => "nobody is there to take it",
                PublishException => "its queue takes none, because it is full or has lost the majority of its nodes",
                _ => error.Message,
            };
            logger.LogWarning("An answer could not be sent to {Address}: {Reason}", exchange + routingKey, reason);
        }
    }

    private static class Names<T>
    {
        public static string Exchange { get; } = $"{typeof(T).Namespace}:{typeof(T).Name}";
    }
}
