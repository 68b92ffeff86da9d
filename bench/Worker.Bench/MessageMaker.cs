using System.Buffers;
using System.Text.Json;
using RabbitMQ.Client;

namespace WorkerBench;

/// <summary>
/// Makes messages in the form that a contender's usual senders use: MassTransit's envelope, or plain JSON.
/// </summary>
internal sealed class MessageMaker(bool isEnvelope, int brokerPort)
{
    private const string Contracts = "Wallet.Contracts";

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>A message; its bytes are good until the next one.</summary>
    /// <param name="verb">What is asked.</param>
    /// <param name="number">Which wallet.</param>
    /// <param name="id">The message, and the request.</param>
    /// <param name="replyTo">An exchange and queue of this name; null asks for no response.</param>
    public (BasicProperties Properties, ReadOnlyMemory<byte> Body) Make(Verb verb, int number, Guid id, string? replyTo)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        if (isEnvelope)
            WriteEnvelope(writer, verb, number, id, replyTo);
        else
            WriteMessage(writer, verb, number, id);
        writer.Flush();
        var properties = new BasicProperties
        {
            ContentType = isEnvelope ? "application/vnd.masstransit+json" : "application/json",
            MessageId = $"{id}",
            Persistent = true,
        };
        if (replyTo is not null && !isEnvelope)
            (properties.ReplyTo, properties.CorrelationId) = (replyTo, $"{id}");
        return (properties, _buffer.WrittenMemory);
    }

    /// <summary>Which request a response belongs to.</summary>
    public static Guid RequestOf(IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body)
    {
        if (properties.CorrelationId is { Length: > 0 } id)
            return Guid.Parse(id);

        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (
                reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals("requestId"u8)
                && reader.Read()
            )
                return reader.GetGuid();
        }

        throw new InvalidOperationException("A response belongs to no request.");
    }

    private static void WriteMessage(Utf8JsonWriter json, Verb verb, int number, Guid id)
    {
        json.WriteStartObject();
        json.WriteString("userId"u8, Wallets.Id(number));
        if (verb == Verb.Set)
        {
            json.WriteNumber("balance"u8, 1000 + number);
            json.WriteString("operationId"u8, id);
        }

        json.WriteEndObject();
    }

    /// <summary>As MassTransit's own sender or request client writes it, indentation aside.</summary>
    private void WriteEnvelope(Utf8JsonWriter json, Verb verb, int number, Guid id, string? replyTo)
    {
        var name = verb == Verb.Set ? "SetBalance" : "GetBalance";
        json.WriteStartObject();
        json.WriteString("messageId"u8, id);
        if (replyTo is not null)
            json.WriteString("requestId"u8, id);
        json.WriteString("conversationId"u8, id);
        json.WriteString("sourceAddress"u8, $"rabbitmq://127.0.0.1:{brokerPort}/bench_driver?temporary=true");
        json.WriteString("destinationAddress"u8, $"rabbitmq://127.0.0.1:{brokerPort}/{Contracts}:{name}");
        if (replyTo is not null)
            json.WriteString("responseAddress"u8, $"rabbitmq://127.0.0.1:{brokerPort}/{replyTo}?temporary=true");
        json.WriteStartArray("messageType"u8);
        json.WriteStringValue($"urn:message:{Contracts}:{name}");
        json.WriteEndArray();
        json.WritePropertyName("message"u8);
        WriteMessage(json, verb, number, id);
        json.WriteString("sentTime"u8, "2026-01-31T12:00:00.1234567Z");
        json.WriteStartObject("headers"u8);
        if (replyTo is not null)
        {
            json.WriteStartArray("MT-Request-AcceptType"u8);
            json.WriteStringValue($"urn:message:{Contracts}:{(verb == Verb.Set ? "BalanceUpdated" : "BalanceResult")}");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        WriteHost(json);
        json.WriteEndObject();
    }

    private static void WriteHost(Utf8JsonWriter json)
    {
        json.WriteStartObject("host"u8);
        json.WriteString("machineName"u8, "sender-1");
        json.WriteString("processName"u8, "wallet-sender");
        json.WriteNumber("processId"u8, 4711);
        json.WriteString("assembly"u8, "Wallet.Sender");
        json.WriteString("assemblyVersion"u8, "1.0.0.0");
        json.WriteString("frameworkVersion"u8, "10.0.0");
        json.WriteString("massTransitVersion"u8, "8.5.12.0");
        json.WriteString("operatingSystemVersion"u8, "Unix 6.1.0.0");
        json.WriteEndObject();
    }
}
