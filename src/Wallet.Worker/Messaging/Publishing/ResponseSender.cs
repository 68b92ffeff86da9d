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
/// Sends responses to where their requesters want them. A response that cannot be delivered costs its requester the
/// response and nothing else.
/// </summary>
internal sealed class ResponseSender(
    ConfirmedPublisher publisher, EventPublisher events, TimeProvider clock, ILogger<ResponseSender> logger)
{
    private readonly SystemTextJsonRawMessageSerializer _plainJson = new(RawSerializerOptions.AnyMessageType);

    /// <summary>Whether the sender of a message waits for a response.</summary>
    public static bool IsWanted(ConsumeContext request) =>
        request.ResponseAddress is not null || AmqpReplyTo.Find(request.ReceiveContext) is not null;

    /// <summary>
    /// Responds in the way that the sender asked for. Where it asked for no response, the message is published.
    /// </summary>
    public Task RespondAsync<T>(ConsumeContext request, T message)
        where T : class
    {
        if (request.ResponseAddress is { } address)
            return SendAsync(address, message, request);
        return AmqpReplyTo.Find(request.ReceiveContext) is { } replyTo
            ? SendAsync(replyTo, message)
            : events.PublishByBusAsync(request, message, messageId: null);
    }

    /// <summary>Sends a response in MassTransit's envelope.</summary>
    public Task SendAsync<T>(Uri address, T message, ConsumeContext request)
        where T : class
    {
        if (!request.ReceiveContext.TryGetPayload<RabbitMqBasicConsumeContext>(out _))
            return SendByBusAsync(address, message, request);

        var exchange = new RabbitMqEndpointAddress(request.ReceiveContext.InputAddress, address).Name;
        var envelope = Envelope.During(request, NewId.NextGuid(), request.RequestId, address);
        return TrySendAsync(envelope.Wrap(exchange, message, clock.GetUtcNow()));
    }

    /// <summary>Sends a response in plain JSON, with the message's name as <c>type</c>.</summary>
    public Task SendAsync<T>(AmqpReplyTo replyTo, T message)
        where T : class
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            Type = typeof(T).Name,
            Persistent = true,
        };
        if (replyTo.CorrelationId is not null)
            properties.CorrelationId = replyTo.CorrelationId;
        var body = _plainJson.GetMessageBody(new MessageSendContext<T>(message)).GetBytes();
        return TrySendAsync(new OutgoingMessage(Exchange: "", replyTo.ReplyTo, properties, body));
    }

    /// <summary>On another transport than RabbitMQ, which is that of tests: its addresses are no exchanges.</summary>
    private static async Task SendByBusAsync<T>(Uri address, T message, ConsumeContext request)
        where T : class =>
        await (await request.GetSendEndpoint(address)).Send(message, send => send.RequestId = request.RequestId);

    private async Task TrySendAsync(OutgoingMessage message)
    {
        if (OwnNames.Has(message.Exchange.Length > 0 ? message.Exchange : message.RoutingKey))
        {
            logger.LogWarning(
                new EventId(4602, "ResponseAddressRefused"),
                "An answer could not be sent to {Address}: it is none of a sender's, but the worker's own.",
                message.Address);
            return;
        }

        try
        {
            try
            {
                // A queue that is full is not waited for: its owner would hold up everybody else.
                await publisher.PublishAsync(message, PublishRetry.Outages);
            }
            catch (OperationInterruptedException error)
                when (error.ShutdownReason?.ReplyCode == Constants.NotFound && message.Exchange.Length > 0)
            {
                // A queue that MassTransit did not declare has no exchange of its own. The default exchange reaches it
                // by its name.
                await publisher.PublishAsync(
                    message with { Exchange = "", RoutingKey = message.Exchange }, PublishRetry.None);
            }
        }
        catch (Exception error)
            when (error is PublishException || !BrokerOutage.Is(error) || message.IsDirectReply)
        {
            var reason = error switch
            {
                PublishException { IsReturn: true } => "nobody is there to take it",
                PublishException => "its queue takes none, because it is full or has lost the majority of its nodes",
                _ => error.Message,
            };
            logger.LogWarning(
                new EventId(4603, "ResponseUndeliverable"),
                "An answer could not be sent to {Address}: {Reason}", message.Address, reason);
        }
    }
}
