namespace TypedTables.Wire;

/// <summary>The seam between typed items and the service: DynamoDB's JSON in, DynamoDB's JSON out.</summary>
public interface IDynamoDbWire
{
    /// <summary>Makes one call, with as many attempts as the wire is configured for.</summary>
    /// <param name="operation"> <c>GetItem</c>, <c>PutItem</c>, <c>UpdateItem</c>, <c>DeleteItem</c>, <c>Query</c>,
    /// <c>Scan</c>, <c>BatchGetItem</c>, <c>BatchWriteItem</c>, <c>TransactGetItems</c> or <c>TransactWriteItems</c>.
    /// </param>
    /// <param name="request">The request's JSON, in UTF-8. The wire may read it only until the task completes.</param>
    /// <param name="cancellationToken">Cancels waiting. A write may take effect all the same.</param>
    /// <returns>The service's response, which may be an error. The caller disposes of it.</returns>
    /// <exception cref="TableOperationException">There was no response.</exception>
    Task<WireReply> SendAsync(string operation, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}
