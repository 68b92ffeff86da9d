using System.Security.Cryptography;
using System.Text;
using MassTransit;
using RabbitMQ.Client;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Contracts;
using Wallet.Hosting.Queues;

namespace Wallet.Cli.Parked;

/// <summary>A message that was parked, as far as it can be read.</summary>
internal sealed record ParkedMessage
{
    /// <summary>The header that replaces properties which RabbitMQ's client cannot read; it says why.</summary>
    private const string UnreadableHeader = "wallet-unreadable-reason";

    private const int TypeLengthMax = 200;

    private const string RefusedWords = "The message is refused: ";

    /// <summary>
    /// The id that users give: twelve hexadecimal digits of a hash over queue, message id, body and time of the fault.
    /// The same at every look.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The queue that it is parked in.</summary>
    public required string Queue { get; init; }

    /// <summary>The message that its queue takes, such as <c>SetBalance</c>; its own type if that is another.</summary>
    public required string Type { get; init; }

    /// <summary>The message's own id, from the envelope or the AMQP properties; null if it has none.</summary>
    public required string? MessageId { get; init; }

    /// <summary>
    /// The operation that it requests; null if it has neither an operation id nor another usable id, so that it cannot
    /// have taken effect.
    /// </summary>
    public required Guid? OperationId { get; init; }

    /// <summary>The message's fields.</summary>
    public required MessageFields Fields { get; init; }

    /// <summary>When it was sent; null if unknown.</summary>
    public required DateTimeOffset? SentAt { get; init; }

    /// <summary>When it was parked; null if it was skipped or dead-lettered.</summary>
    public required DateTimeOffset? ParkedAt { get; init; }

    /// <summary>What went wrong, in the worker's words.</summary>
    public required string? Fault { get; init; }

    /// <summary>The name of the exception's type.</summary>
    public required string? FaultType { get; init; }

    public required string? ContentType { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why its properties cannot be read; null if they can.</summary>
    public required string? Unreadable { get; init; }

    /// <summary>Why the broker dead-lettered it, such as <c>expired</c>; null if it did not.</summary>
    public required string? DeathReason { get; init; }

    /// <summary>Whether it was put aside because it is of another type than its queue takes.</summary>
    public bool IsSkipped => Queue.EndsWith(QueueNames.SkippedSuffix, StringComparison.Ordinal);

    /// <summary>Whether the broker put it aside, and no worker has said what became of it.</summary>
    public bool IsDead => Queue.EndsWith(QueueNames.DeadSuffix, StringComparison.Ordinal);

    /// <summary>
    /// Whether its sender's time limit expired before a worker took it. Its sender no longer expects an effect.
    /// </summary>
    public required bool IsExpired { get; init; }

    /// <summary>Whether the worker reported that it can never be carried out as it is.</summary>
    /// <remarks>
    /// For unreadable messages, earlier versions stored the parser's exception; this one only stores a description.
    /// </remarks>
    public bool IsBad => FaultType?.EndsWith(".BadMessageException", StringComparison.Ordinal) == true
        || Fault?.StartsWith(RefusedWords, StringComparison.Ordinal) == true;

    /// <summary>Whether it changes a wallet.</summary>
    public bool IsWrite => Type is nameof(SetBalance) or nameof(AdjustBalance) or nameof(TransferBalance);

    /// <summary>
    /// When it was sent, if that is plausible: not after it was parked, as with a sender's clock that is ahead. Null if
    /// unknown, in which case it may be older than anything stored.
    /// </summary>
    public DateTimeOffset? DatedAt => SentAt > ParkedAt ? null : SentAt;

    /// <summary>The latest time when it can have been sent.</summary>
    public DateTimeOffset? SentBy => DatedAt ?? ParkedAt;

    /// <summary>The time since it was parked, or sent if that is unknown; null if both are.</summary>
    public TimeSpan? AgeAt(DateTimeOffset now) => now - (ParkedAt ?? SentAt);

    /// <summary>
    /// Whether an id identifies this message: our own id or its beginning, the message's, or the operation's.
    /// </summary>
    public bool IsIdentifiedBy(string id) =>
        (id.Length >= 4 && Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))
        || string.Equals(id, MessageId, StringComparison.OrdinalIgnoreCase)
        || string.Equals(id, OperationId?.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads whatever can be read, since unreadable messages must be shown, too.</summary>
    public static ParkedMessage Read(string queue, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var headers = (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .ToDictionary(header => header.Key, header => HeaderText.Format(header.Value), StringComparer.Ordinal);
        var content = ParkedBody.Read(properties.ContentType, body);
        var messageId = content.MessageId ?? properties.MessageId;
        var faultedAt = headers.GetValueOrDefault(MessageHeaders.FaultTimestamp);
        var death = DeathRecord.Find(queue, properties.Headers);
        return new ParkedMessage
        {
            Id = IdOf(queue, messageId, faultedAt, body.Span),
            Queue = queue,
            Type = queue.EndsWith(QueueNames.SkippedSuffix, StringComparison.Ordinal) && content.Type is { } other
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
            IsExpired = death is not null && DeathHeaders.IsExpired(properties.Headers, Queues.OriginOf(queue)),
            ContentType = properties.ContentType,
            Headers = headers,
            Body = body,
        };
    }

    /// <summary>
    /// Finds the operation id as the worker does: the operation id, or else the id that the message was first sent
    /// with, or else its message id.
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
