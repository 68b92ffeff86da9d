using System.Text.Json;

namespace TypedTables.Wire;

/// <summary>The one seam between typed items and the service: DynamoDB's JSON in, DynamoDB's JSON out.</summary>
public interface IDynamoDbWire
{
    /// <summary>Makes one call, with whatever attempts the wire is set to make.</summary>
    /// <param name="operation">
    /// <c>GetItem</c>, <c>PutItem</c>, <c>UpdateItem</c>, <c>DeleteItem</c>, <c>Query</c>, <c>Scan</c>, <c>BatchGetItem</c>,
    /// <c>BatchWriteItem</c>, <c>TransactGetItems</c> or <c>TransactWriteItems</c>.
    /// </param>
    /// <param name="request">The request's JSON, in UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting. A write may have taken effect all the same.</param>
    /// <returns>What the service answered, an error included.</returns>
    /// <exception cref="TableOperationException">There was no answer.</exception>
    Task<WireReply> SendAsync(string operation, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}

/// <summary>What the service answered.</summary>
public sealed record WireReply
{
    /// <summary>The code of a write whose condition did not hold.</summary>
    public const string ConditionLost = "ConditionalCheckFailedException";

    /// <summary>The code of a transaction of which some action did not go through.</summary>
    public const string TransactionCancelled = "TransactionCanceledException";

    /// <summary>The answer's JSON, in UTF-8. For a lost condition it may carry the current <c>Item</c>, for a cancelled transaction its <c>CancellationReasons</c>.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The service's code of the error, such as <c>ThrottlingException</c>; null where the call succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The service's words about the error.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>The JSON of a property of the answer; empty where it is not there.</summary>
    internal ReadOnlySpan<byte> Find(ReadOnlySpan<byte> property)
    {
        var reader = new Utf8JsonReader(Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(property);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
                return Json.Span[start..(int)reader.BytesConsumed];
        }

        return default;
    }
}
