using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Wire;

/// <summary>The service's response.</summary>
/// <remarks>
/// Its memory may belong to a pool, to which <see cref="Dispose"/> returns it. Disposing is optional.
/// </remarks>
public sealed record WireReply : IDisposable
{
    /// <summary>The code of a write whose condition did not hold.</summary>
    public const string ConditionLost = DynamoDbErrors.ConditionalCheckFailedException;

    /// <summary>The code of a transaction that was cancelled because at least one action was refused.</summary>
    public const string TransactionCancelled = DynamoDbErrors.TransactionCanceledException;

    /// <summary>
    /// The response's JSON, in UTF-8. After a lost condition it may contain the current <c>Item</c>, after a cancelled
    /// transaction its <c>CancellationReasons</c>. Do not use it after <see cref="Dispose"/>.
    /// </summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The service's request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>The service's error code, such as <c>ThrottlingException</c>; null if the call succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The service's error message.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>Whether the error is the server's, so that the request may have been carried out.</summary>
    internal bool IsServerError { get; init; }

    /// <summary>Whether the status says that the request was rejected because there were too many.</summary>
    internal bool IsRejected { get; init; }

    /// <summary>The response's date by the service's clock; for errors only.</summary>
    internal DateTimeOffset? ServicesTime { get; init; }

    /// <summary>
    /// The length that the service sent, if <see cref="Json"/> was rebuilt from the AWS SDK's objects; null if it is
    /// unknown.
    /// </summary>
    internal long? LengthSent { get; init; }

    /// <summary>Where the response came from; null if nobody needs to know.</summary>
    internal IReplySource? Source { get; init; }

    /// <summary>The pooled memory of <see cref="Json"/>; null if it has its own.</summary>
    internal PooledBytes? Memory { get; init; }

    /// <summary>Returns the memory to its pool. May be called more than once.</summary>
    public void Dispose() => Memory?.Dispose();

    /// <summary>The error of a response that is JSON, but not in its operation's form.</summary>
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

    /// <summary>Whether an exception means that JSON does not have the expected form.</summary>
    internal static bool IsMisshapen(Exception error) =>
        error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException;

    /// <summary>The JSON of a property of the response; empty if it is missing.</summary>
    internal ReadOnlySpan<byte> Find(ReadOnlySpan<byte> property) => JsonWalk.Find(Json.Span, property);
}
