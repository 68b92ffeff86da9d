using System.Security.Cryptography;
using System.Text;
using MassTransit;
using RabbitMQ.Client;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Contracts;
using Wallet.Hosting.Queues;

namespace Wallet.Cli.Parked;

/// <summary>A message that could not be carried out and was parked, as far as it can be read.</summary>
internal sealed record ParkedMessage
{
    /// <summary>
    /// What our programs put in the place of properties that no client library can read; it says why.
    /// </summary>
    private const string UnreadableHeader = "wallet-unreadable-reason";

    private const int TypeLengthMax = 200;

    private const string RefusedWords = "The message is refused: ";

    /// <summary>
    /// Twelve digits of a hash over queue, message id, body and time of the fault: what people call it by. The same at
    /// every look.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The queue that it is parked in.</summary>
    public required string Queue { get; init; }

    /// <summary>What its queue takes, such as <c>SetBalance</c>; its own type where that is another.</summary>
    public required string Type { get; init; }

    /// <summary>The message's own id, in the envelope or among AMQP's properties; null where it has none.</summary>
    public required string? MessageId { get; init; }

    /// <summary>
    /// The operation that it is; null where it names none and no id could stand for it, so that it cannot have been
    /// carried out.
    /// </summary>
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

    /// <summary>Why its properties cannot be read by any program of ours; null where they can.</summary>
    public required string? Unreadable { get; init; }

    /// <summary>
    /// Why the broker dead-lettered it, in its own word, such as <c>expired</c>; null where it did not.
    /// </summary>
    public required string? DeathReason { get; init; }

    /// <summary>Whether it was put aside because it is of another type than its queue takes.</summary>
    public bool IsSkipped => Queue.EndsWith(Queues.SkippedSuffix, StringComparison.Ordinal);

    /// <summary>Whether the broker put it aside, and no worker has said what became of it.</summary>
    public bool IsDead => Queue.EndsWith(Queues.DeadSuffix, StringComparison.Ordinal);

    /// <summary>
    /// Whether its sender's own time limit was over before a worker took it. Whoever sent it no longer expects that it
    /// is carried out.
    /// </summary>
    public required bool IsExpired { get; init; }

    /// <summary>Whether the worker said that it can never be carried out as it stands.</summary>
    /// <remarks>Of what it could not read, an older one noted the parser's exception, and this only in words.</remarks>
    public bool IsBad => FaultType?.EndsWith(".BadMessageException", StringComparison.Ordinal) == true
        || Fault?.StartsWith(RefusedWords, StringComparison.Ordinal) == true;

    /// <summary>Whether it changes a wallet.</summary>
    public bool IsWrite => Type is nameof(SetBalance) or nameof(AdjustBalance) or nameof(TransferBalance);

    /// <summary>
    /// When it was sent, where that can be believed: not after it was parked, as where the sender's clock is ahead.
    /// Null where nobody
    /// can tell, so that it may be older than anything that is stored.
    /// </summary>
    public DateTimeOffset? DatedAt => SentAt > ParkedAt ? null : SentAt;

    /// <summary>When it was sent, at the latest.</summary>
    public DateTimeOffset? SentBy => DatedAt ?? ParkedAt;

    /// <summary>How long ago it was parked, or sent where that is not known; null where neither is.</summary>
    public TimeSpan? AgeAt(DateTimeOffset now) => now - (ParkedAt ?? SentAt);

    /// <summary>
    /// Whether this is what somebody means by an id: ours or the beginning of it, the message's, or the operation's.
    /// </summary>
    public bool IsCalled(string id) =>
        (id.Length >= 4 && Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))
        || string.Equals(id, MessageId, StringComparison.OrdinalIgnoreCase)
        || string.Equals(id, OperationId?.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads whatever can be read; a message that is parked because it cannot be read is shown all the same.
    /// </summary>
    public static ParkedMessage Read(string queue, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var headers = (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .ToDictionary(header => header.Key, header => HeaderText.Format(header.Value), StringComparer.Ordinal);
        var content = ParkedBody.Read(properties.ContentType, body);
        var messageId = content.MessageId ?? properties.MessageId;
        var faultedAt = headers.GetValueOrDefault(MessageHeaders.FaultTimestamp);
        var death = Death.Find(queue, properties.Headers);
        return new ParkedMessage
        {
            Id = IdOf(queue, messageId, faultedAt, body.Span),
            Queue = queue,
            Type = queue.EndsWith(Queues.SkippedSuffix, StringComparison.Ordinal) && content.Type is { } other
                ? PlainText.Cut(other, TypeLengthMax) : Queues.MessageOf(Queues.OriginOf(queue)),
            MessageId = messageId,
            OperationId = OperationOf(content, messageId, headers.GetValueOrDefault(MessageHeaders.OriginalMessageId)),
            Fields = content.Fields,
            SentAt = content.SentAt ?? (properties.IsTimestampPresent() ? HeaderText.Time(properties.Timestamp)
                : null),
            ParkedAt = death?.At ?? ParkedBody.Time(faultedAt),
            Fault = headers.GetValueOrDefault(MessageHeaders.FaultMessage),
            FaultType = headers.GetValueOrDefault(MessageHeaders.FaultExceptionType),
            Unreadable = headers.GetValueOrDefault(UnreadableHeader),
            DeathReason = death?.Reason,
            IsExpired = death is not null && Deaths.IsExpired(properties.Headers, Queues.OriginOf(queue)),
            ContentType = properties.ContentType,
            Headers = headers,
            Body = body,
        };
    }

    /// <summary>
    /// As the worker finds it: the message's own operation id, else the id that it was first sent with, else its id.
    /// </summary>
    private static Guid? OperationOf(ParkedBody content, string? messageId, string? originalMessageId)
    {
        if (content.Fields.Text("operationId") is { } own)
            return Guid.TryParse(own, out var id) && id != Guid.Empty ? id : null;
        return Guid.TryParse(originalMessageId, out var original) && original != Guid.Empty ? original
            : Guid.TryParse(messageId, out var sent) && sent != Guid.Empty ? sent
            : null;
    }

    private static string IdOf(string queue, string? messageId, string? faultTimestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{queue}\n{messageId}\n{faultTimestamp}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
