using System.Text.Json;
using TypedTables.Codecs;

namespace TypedTables.Wire;

/// <summary>What the service answered.</summary>
/// <remarks>Its memory may be of a pool, to which <see cref="Dispose"/> gives it back. A reply that nobody disposes of is collected like any object.</remarks>
public sealed record WireReply : IDisposable
{
    /// <summary>The code of a write whose condition did not hold.</summary>
    public const string ConditionLost = "ConditionalCheckFailedException";

    /// <summary>The code of a transaction of which some action did not go through.</summary>
    public const string TransactionCancelled = "TransactionCanceledException";

    /// <summary>
    /// The answer's JSON, in UTF-8. For a lost condition it may carry the current <c>Item</c>, for a cancelled transaction its
    /// <c>CancellationReasons</c>. Not to be used after <see cref="Dispose"/>.
    /// </summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The service's code of the error, such as <c>ThrottlingException</c>; null where the call succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The service's words about the error.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>Whether the error is the server's, after which it is open whether the request was carried out.</summary>
    internal bool IsServerError { get; init; }

    /// <summary>When the service said so, by its own clock; of errors only.</summary>
    internal DateTimeOffset? ServicesTime { get; init; }

    /// <summary>Whose memory <see cref="Json"/> is; null where it is its own.</summary>
    internal PooledBytes? Memory { get; init; }

    /// <summary>Gives the memory back. Once is enough; more does no harm.</summary>
    public void Dispose() => Memory?.Dispose();

    /// <summary>The error of an answer that is JSON, but not of the form that its operation has.</summary>
    internal TableOperationException Misshapen(string operation, string table, Exception? inner = null) => new(
        operation, TableOperationException.BadReply, "the answer has not the form that answers of this operation have.", isRetryable: true, RequestId, inner) { Table = table };

    /// <summary>Whether an exception says that JSON has not the form that it was read as.</summary>
    internal static bool IsMisshapen(Exception error) => error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException;

    /// <summary>The JSON of a property of the answer; empty where it is not there.</summary>
    internal ReadOnlySpan<byte> Find(ReadOnlySpan<byte> property)
    {
        var reader = new Utf8JsonReader(Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = AttributeJson.IsText(ref reader, property);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
                return Json.Span[start..(int)reader.BytesConsumed];
        }

        return default;
    }
}
