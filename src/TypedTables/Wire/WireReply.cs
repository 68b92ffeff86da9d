using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Wire;

/// <summary>What the service answered.</summary>
/// <remarks>
/// Its memory may be of a pool, to which <see cref="Dispose"/> gives it back. A reply that nobody disposes of is
/// collected like any object.
/// </remarks>
public sealed record WireReply : IDisposable
{
    /// <summary>The code of a write whose condition did not hold.</summary>
    public const string ConditionLost = "ConditionalCheckFailedException";

    /// <summary>The code of a transaction of which some action did not go through.</summary>
    public const string TransactionCancelled = "TransactionCanceledException";

    /// <summary>
    /// The answer's JSON, in UTF-8. For a lost condition it may carry the current <c>Item</c>, for a cancelled
    /// transaction its <c>CancellationReasons</c>. Not to be used after <see cref="Dispose"/>.
    /// </summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// The service's code of the error, such as <c>ThrottlingException</c>; null where the call succeeded.
    /// </summary>
    public string? ErrorCode { get; init; }

    /// <summary>The service's words about the error.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>
    /// Whether the error is the server's, after which it is open whether the request was carried out.
    /// </summary>
    internal bool IsServerError { get; init; }

    /// <summary>Whether the request was turned away because there were too many, by a status that says so.</summary>
    internal bool IsTurnedAway { get; init; }

    /// <summary>When the service said so, by its own clock; of errors only.</summary>
    internal DateTimeOffset? ServicesTime { get; init; }

    /// <summary>
    /// How many bytes were sent, where <see cref="Json"/> is only what the AWS SDK has made of them; null where that is
    /// not known.
    /// </summary>
    internal long? LengthSent { get; init; }

    /// <summary>Where it came from; null where nobody needs to know.</summary>
    internal IReplySource? Source { get; init; }

    /// <summary>Whose memory <see cref="Json"/> is; null where it is its own.</summary>
    internal PooledBytes? Memory { get; init; }

    /// <summary>Gives the memory back. Once is enough; more does no harm.</summary>
    public void Dispose() => Memory?.Dispose();

    /// <summary>The error of an answer that is JSON, but not of the form that its operation has.</summary>
    internal TableOperationException Misshapen(string operation, string table, Exception? inner = null) =>
        new(
            operation,
            TableOperationException.BadReply,
            "the answer has not the form that answers of this operation have.",
            isRetryable: true,
            RequestId,
            inner
        )
        {
            Table = table,
        };

    /// <summary>Whether an exception says that JSON has not the form that it was read as.</summary>
    internal static bool IsMisshapen(Exception error) =>
        error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException;

    /// <summary>The JSON of a property of the answer; empty where it is not there.</summary>
    internal ReadOnlySpan<byte> Find(ReadOnlySpan<byte> property) => JsonWalk.Find(Json.Span, property);
}
