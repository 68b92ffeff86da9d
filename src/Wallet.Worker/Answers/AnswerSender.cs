using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wallet.Worker.Answers;

/// <summary>Sends answers to wherever their senders want them. An answer that cannot be delivered costs the sender its answer and nothing else.</summary>
internal sealed class AnswerSender(ReplyChannel channel, ILogger<AnswerSender> logger)
{
    private const int NotFound = 404;

    private readonly SystemTextJsonMessageSerializer _envelope = new(SystemTextJsonMessageSerializer.JsonContentType);
    private readonly SystemTextJsonRawMessageSerializer _plainJson = new(RawSerializerOptions.AnyMessageType);

    /// <summary>Whether the sender of a message waits for an answer.</summary>
    public static bool IsWanted(ConsumeContext request) => request.ResponseAddress is not null || AmqpSender.Of(request.ReceiveContext) is not null;

    /// <summary>Answers in the way that the sender asked for. Where it asked for no answer, the message is published.</summary>
    public Task RespondAsync<T>(ConsumeContext request, T message)
        where T : class
    {
        if (request.ResponseAddress is { } address)
            return SendAsync(address, message, request);
        return AmqpSender.Of(request.ReceiveContext) is { } sender ? SendAsync(sender, message) : request.Publish(message);
    }

    /// <summary>Answers in MassTransit's envelope.</summary>
    public async Task SendAsync<T>(Uri address, T message, ConsumeContext request)
        where T : class
    {
        if (!request.ReceiveContext.TryGetPayload<RabbitMqBasicConsumeContext>(out _))
        {
            // Another transport than RabbitMQ, which is that of tests: its addresses are no exchanges.
            await (await request.GetSendEndpoint(address)).Send(message, send => send.RequestId = request.RequestId);
            return;
        }

        var envelope = new MessageSendContext<T>(message)
        {
            MessageId = NewId.NextGuid(),
            RequestId = request.RequestId,
            ConversationId = request.ConversationId,
            InitiatorId = request.CorrelationId,
            SourceAddress = request.ReceiveContext.InputAddress,
            DestinationAddress = address,
        };
        var exchange = new RabbitMqEndpointAddress(request.ReceiveContext.InputAddress, address).Name;
        var properties = new BasicProperties { ContentType = _envelope.ContentType.MediaType, MessageId = $"{envelope.MessageId}", Persistent = true };
        await TryPublishAsync(exchange, "", properties, _envelope.GetMessageBody(envelope).GetBytes());
    }

    /// <summary>Answers in plain JSON, with the message's name as <c>type</c>.</summary>
    public Task SendAsync<T>(AmqpSender sender, T message)
        where T : class
    {
        var properties = new BasicProperties { ContentType = "application/json", Type = typeof(T).Name, Persistent = true };
        if (sender.CorrelationId is not null)
            properties.CorrelationId = sender.CorrelationId;
        return TryPublishAsync("", sender.ReplyTo, properties, _plainJson.GetMessageBody(new MessageSendContext<T>(message)).GetBytes());
    }

    private async Task TryPublishAsync(string exchange, string routingKey, BasicProperties properties, byte[] body)
    {
        try
        {
            try
            {
                await channel.PublishAsync(exchange, routingKey, properties, body);
            }
            catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == NotFound && exchange.Length > 0)
            {
                // A queue that MassTransit did not declare has no exchange of its own. The default exchange reaches it by its name.
                await channel.PublishAsync("", exchange, properties, body);
            }
        }
        catch (Exception error)
        {
            var reason = error is RabbitMQ.Client.Exceptions.PublishException { IsReturn: true } ? "nobody is there to take it" : error.Message;
            logger.LogWarning("An answer could not be sent to {Address}: {Reason}", exchange + routingKey, reason);
        }
    }
}
