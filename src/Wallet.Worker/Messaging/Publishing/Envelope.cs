using System.Buffers;
using System.Text.Json;
using MassTransit;
using MassTransit.Metadata;
using MassTransit.Serialization;
using RabbitMQ.Client;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>The metadata in MassTransit's envelope of a message.</summary>
/// <param name="MessageId">The message's own id.</param>
/// <param name="RequestId">The request that it responds to; null for an event.</param>
/// <param name="ConversationId">
/// The conversation of the message being handled, which all messages that follow from it share.
/// </param>
/// <param name="InitiatorId">The correlation id of that message.</param>
/// <param name="Source">The queue that it came from.</param>
/// <param name="Destination">Where this message is sent.</param>
internal sealed record Envelope(
    Guid MessageId,
    Guid? RequestId,
    Guid? ConversationId,
    Guid? InitiatorId,
    Uri Source,
    Uri Destination
)
{
    private const int UsualBytes = 1024;

    private static readonly byte[] Host = JsonSerializer.SerializeToUtf8Bytes<object>(
        HostMetadataCache.Host,
        SystemTextJsonMessageSerializer.Options
    );

    public static string ContentType { get; } = SystemTextJsonMessageSerializer.JsonContentType.MediaType;

    /// <summary>The envelope of a message that is sent while another one is handled.</summary>
    public static Envelope During(ConsumeContext context, Guid messageId, Guid? requestId, Uri destination) =>
        new(
            messageId,
            requestId,
            context.ConversationId,
            context.CorrelationId,
            context.ReceiveContext.InputAddress,
            destination
        );

    /// <summary>
    /// Writes the envelope: the same JSON as MassTransit's serializer, without its intermediate objects and strings.
    /// </summary>
    /// <typeparam name="T">The type that subscribers know the message by.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="sentAt">When it is sent, in UTC.</param>
    public byte[] Write<T>(T message, DateTimeOffset sentAt)
        where T : class
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("messageId"u8, MessageId);
        WriteId(json, "requestId"u8, RequestId);
        WriteId(json, "conversationId"u8, ConversationId);
        WriteId(json, "initiatorId"u8, InitiatorId);
        json.WriteString("sourceAddress"u8, Source.ToString());
        json.WriteString("destinationAddress"u8, Destination.ToString());
        json.WritePropertyName("messageType"u8);
        json.WriteRawValue(Types<T>.Json, skipInputValidation: true);
        json.WritePropertyName("message"u8);
        JsonSerializer.Serialize<object>(json, message, SystemTextJsonMessageSerializer.Options);
        json.WriteString("sentTime"u8, sentAt.UtcDateTime);
        json.WriteStartObject("headers"u8);
        json.WriteEndObject();
        json.WritePropertyName("host"u8);
        json.WriteRawValue(Host, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The message for the broker, in this envelope.</summary>
    public OutgoingMessage Wrap<T>(string exchange, T message, DateTimeOffset sentAt)
        where T : class =>
        new(
            exchange,
            RoutingKey: "",
            new BasicProperties { ContentType = ContentType, MessageId = $"{MessageId}", Persistent = true },
            Write(message, sentAt));

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid? id)
    {
        if (id is { } value)
            json.WriteString(name, value);
    }

    private static class Types<T>
        where T : class
    {
        public static byte[] Json { get; } = JsonSerializer.SerializeToUtf8Bytes(MessageTypeCache<T>.MessageTypeNames);
    }
}
