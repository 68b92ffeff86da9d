namespace TypedTables.Wire;

/// <summary>The one seam between typed items and the service: DynamoDB's JSON in, DynamoDB's JSON out.</summary>
public interface IDynamoDbWire
{
    /// <summary>Makes one call, with whatever attempts the wire is set to make.</summary>
    /// <param name="operation"> <c>GetItem</c>, <c>PutItem</c>, <c>UpdateItem</c>, <c>DeleteItem</c>, <c>Query</c>,
    /// <c>Scan</c>, <c>BatchGetItem</c>, <c>BatchWriteItem</c>, <c>TransactGetItems</c> or <c>TransactWriteItems</c>.
    /// </param>
    /// <param name="request">The request's JSON, in UTF-8. It is the wire's to read until the task ends, and not
    /// after.</param>
    /// <param name="cancellationToken">Gives up waiting. A write may have taken effect all the same.</param>
    /// <returns>What the service answered, an error included. Whoever reads it disposes of it.</returns>
    /// <exception cref="TableOperationException">There was no answer.</exception>
    Task<WireReply> SendAsync(string operation, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}
