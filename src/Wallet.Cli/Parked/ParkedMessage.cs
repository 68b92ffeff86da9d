using System.Security.Cryptography;
using System.Text;
using MassTransit;
using RabbitMQ.Client;
using Wallet.Cli.Bus;

namespace Wallet.Cli.Parked;

/// <summary>A message that could not be carried out and was parked, as far as it can be read.</summary>
internal sealed record ParkedMessage
{
    /// <summary>Twelve digits of a hash over queue, message id, body and time of the fault: what people call it by. The same at every look.</summary>
    public required string Id { get; init; }

    /// <summary>The queue that it is parked in.</summary>
    public required string Queue { get; init; }

    /// <summary>What its queue takes, such as <c>SetBalance</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The message's own id, in the envelope or among AMQP's properties; null where it has none.</summary>
    public required string? MessageId { get; init; }

    /// <summary>The operation that it is; null where it names none and no id could stand for it, so that it cannot have been carried out.</summary>
    public required Guid? OperationId { get; init; }

    /// <summary>The fields of the message.</summary>
    public required MessageFields Fields { get; init; }

    /// <summary>When it was sent; null where it does not say.</summary>
    public required DateTimeOffset? SentAt { get; init; }

    /// <summary>When it was parked; null where it was put aside and not parked.</summary>
    public required DateTimeOffset? ParkedAt { get; init; }

    /// <summary>What went wrong, in the worker's words.</summary>
    public required string? Fault { get; init; }

    /// <summary>The type of the exception, by name.</summary>
    public required string? FaultType { get; init; }

    public required string? ContentType { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether it was put aside because it is of another type than its queue takes.</summary>
    public bool IsSkipped => Queue.EndsWith(Queues.SkippedSuffix, StringComparison.Ordinal);

    /// <summary>Whether the broker put it aside, because it had been delivered too often and no worker had said what became of it.</summary>
    public bool IsDead => Queue.EndsWith(Queues.DeadSuffix, StringComparison.Ordinal);

    /// <summary>Whether the worker said that it can never be carried out as it stands.</summary>
    public bool IsBad => FaultType?.EndsWith(".BadMessageException", StringComparison.Ordinal) == true;

    /// <summary>Whether this is what somebody means by an id: ours or the beginning of it, the message's, or the operation's.</summary>
    public bool IsCalled(string id) =>
        (id.Length >= 4 && Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))
        || string.Equals(id, MessageId, StringComparison.OrdinalIgnoreCase)
        || string.Equals(id, OperationId?.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads whatever can be read; a message that is parked because it cannot be read is shown all the same.</summary>
    public static ParkedMessage Read(string queue, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var headers = (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .ToDictionary(header => header.Key, header => TextOf(header.Value), StringComparer.Ordinal);
        var envelope = Envelope.Read(properties.ContentType, body);
        var messageId = envelope.MessageId ?? properties.MessageId;
        var sentAt = envelope.SentAt ?? (properties.IsTimestampPresent() ? DateTimeOffset.FromUnixTimeSeconds(properties.Timestamp.UnixTime) : null);
        var parkedAt = Envelope.Time(headers.GetValueOrDefault(MessageHeaders.FaultTimestamp)) ?? DiedAt(properties.Headers);
        return new ParkedMessage
        {
            Id = IdOf(queue, messageId, headers.GetValueOrDefault(MessageHeaders.FaultTimestamp), body.Span),
            Queue = queue,
            Type = Queues.MessageOf(Queues.OriginOf(queue)),
            MessageId = messageId,
            OperationId = OperationOf(envelope, messageId, headers.GetValueOrDefault(MessageHeaders.OriginalMessageId)),
            Fields = envelope.Fields,
            SentAt = sentAt,
            ParkedAt = parkedAt,
            Fault = headers.GetValueOrDefault(MessageHeaders.FaultMessage),
            FaultType = headers.GetValueOrDefault(MessageHeaders.FaultExceptionType),
            ContentType = properties.ContentType,
            Headers = headers,
            Body = body,
        };
    }

    /// <summary>As the worker finds it: the message's own operation id, else the id that it was first sent with, else its id.</summary>
    private static Guid? OperationOf(Envelope envelope, string? messageId, string? originalMessageId)
    {
        if (envelope.Fields.Text("operationId") is { } own)
            return Guid.TryParse(own, out var id) && id != Guid.Empty ? id : null;
        return Guid.TryParse(originalMessageId, out var original) ? original
            : Guid.TryParse(messageId, out var sent) && sent != Guid.Empty ? sent
            : null;
    }

    /// <summary>When the broker put it aside, as it notes it on the message.</summary>
    private static DateTimeOffset? DiedAt(IDictionary<string, object?>? headers) =>
        headers is not null && headers.TryGetValue("x-death", out var value) && value is List<object?> and [IDictionary<string, object?> last, ..]
        && last.TryGetValue("time", out var time) && time is AmqpTimestamp at
            ? DateTimeOffset.FromUnixTimeSeconds(at.UnixTime)
            : null;

    private static string IdOf(string queue, string? messageId, string? faultTimestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{queue}\n{messageId}\n{faultTimestamp}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static string TextOf(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        null => "",
        IDictionary<string, object?> table => $"{{{string.Join(", ", table.Select(one => $"{one.Key}: {TextOf(one.Value)}"))}}}",
        System.Collections.IList list => $"[{string.Join(", ", list.Cast<object?>().Select(TextOf))}]",
        AmqpTimestamp time => DateTimeOffset.FromUnixTimeSeconds(time.UnixTime).ToString("O"),
        _ => FormattableString.Invariant($"{value}"),
    };
}
