using System.Buffers;
using System.Text.Json;
using MassTransit;
using MassTransit.Metadata;
using MassTransit.Serialization;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>What MassTransit's envelope says of a message, beside the message.</summary>
/// <param name="MessageId">The message's own id.</param>
/// <param name="RequestId">The request that it answers; null for an event.</param>
/// <param name="ConversationId">That of the message that was being handled, as it is for all that follow from
/// one.</param>
/// <param name="InitiatorId">The correlation id of that message.</param>
/// <param name="Source">The queue that it came from.</param>
/// <param name="Destination">Where it is sent.</param>
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

    /// <summary>The envelope of what is sent while a message is handled.</summary>
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
    /// The envelope's bytes: what MassTransit's serializer writes, without the objects and the strings that it makes on
    /// the way.
    /// </summary>
    /// <typeparam name="T">The type under which subscribers know the message.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="sentAt">When, in UTC.</param>
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
