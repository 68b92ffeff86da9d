using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace TypedTables.Wire;

/// <summary>The wire that goes through the AWS SDK, with its credentials, endpoints, signing and retries.</summary>
/// <param name="dynamoDb">The SDK's client; not disposed here.</param>
public sealed class SdkWire(IAmazonDynamoDB dynamoDb) : IDynamoDbWire
{
    /// <inheritdoc/>
    public async Task<WireReply> SendAsync(string operation, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(request);
        try
        {
            return await CallAsync(operation, new SdkRequestReader(document.RootElement), cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonDynamoDBException error) when (SdkErrors.IsAnswer(error))
        {
            return SdkErrors.ToReply(error);
        }
        catch (Exception error) when (SdkErrors.IsNoAnswer(error, cancellationToken))
        {
            throw SdkErrors.ToException(operation, error);
        }
    }

    private async Task<WireReply> CallAsync(string operation, SdkRequestReader json, CancellationToken token) => operation switch
    {
        "GetItem" => SdkReplies.Of(await dynamoDb.GetItemAsync(json.GetItem(), token).ConfigureAwait(false)),
        "PutItem" => SdkReplies.Of(await dynamoDb.PutItemAsync(json.PutItem(), token).ConfigureAwait(false)),
        "UpdateItem" => SdkReplies.Of(await dynamoDb.UpdateItemAsync(json.UpdateItem(), token).ConfigureAwait(false)),
        "DeleteItem" => SdkReplies.Of(await dynamoDb.DeleteItemAsync(json.DeleteItem(), token).ConfigureAwait(false)),
        "Query" => SdkReplies.Of(await dynamoDb.QueryAsync(json.Query(), token).ConfigureAwait(false)),
        "Scan" => SdkReplies.Of(await dynamoDb.ScanAsync(json.Scan(), token).ConfigureAwait(false)),
        "BatchGetItem" => SdkReplies.Of(await dynamoDb.BatchGetItemAsync(json.BatchGetItem(), token).ConfigureAwait(false)),
        "BatchWriteItem" => SdkReplies.Of(await dynamoDb.BatchWriteItemAsync(json.BatchWriteItem(), token).ConfigureAwait(false)),
        "TransactGetItems" => SdkReplies.Of(await dynamoDb.TransactGetItemsAsync(json.TransactGetItems(), token).ConfigureAwait(false)),
        "TransactWriteItems" => SdkReplies.Of(await dynamoDb.TransactWriteItemsAsync(json.TransactWriteItems(), token).ConfigureAwait(false)),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This wire does not make such calls."),
    };
}
