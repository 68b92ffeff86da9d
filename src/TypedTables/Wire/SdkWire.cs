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
            return operation switch
            {
                "GetItem" => await GetAsync(document.RootElement, cancellationToken).ConfigureAwait(false),
                "PutItem" => await PutAsync(document.RootElement, cancellationToken).ConfigureAwait(false),
                "UpdateItem" => await UpdateAsync(document.RootElement, cancellationToken).ConfigureAwait(false),
                _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This wire makes GetItem, PutItem and UpdateItem calls."),
            };
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

    private async Task<WireReply> GetAsync(JsonElement json, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.GetItemAsync(
            new GetItemRequest
            {
                TableName = Text(json, "TableName"),
                Key = Attributes(json, "Key"),
                ConsistentRead = json.TryGetProperty("ConsistentRead", out var consistent) && consistent.GetBoolean(),
                ProjectionExpression = Text(json, "ProjectionExpression"),
                ExpressionAttributeNames = Names(json),
            },
            cancellationToken).ConfigureAwait(false);
        return Reply("Item", response.Item, response.ResponseMetadata.RequestId);
    }

    private async Task<WireReply> PutAsync(JsonElement json, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.PutItemAsync(
            new PutItemRequest
            {
                TableName = Text(json, "TableName"),
                Item = Attributes(json, "Item"),
                ConditionExpression = Text(json, "ConditionExpression"),
                ExpressionAttributeNames = Names(json),
                ExpressionAttributeValues = Attributes(json, "ExpressionAttributeValues"),
                ReturnValues = Text(json, "ReturnValues"),
                ReturnValuesOnConditionCheckFailure = Text(json, "ReturnValuesOnConditionCheckFailure"),
            },
            cancellationToken).ConfigureAwait(false);
        return Reply("Attributes", response.Attributes, response.ResponseMetadata.RequestId);
    }

    private async Task<WireReply> UpdateAsync(JsonElement json, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = Text(json, "TableName"),
                Key = Attributes(json, "Key"),
                UpdateExpression = Text(json, "UpdateExpression"),
                ConditionExpression = Text(json, "ConditionExpression"),
                ExpressionAttributeNames = Names(json),
                ExpressionAttributeValues = Attributes(json, "ExpressionAttributeValues"),
                ReturnValues = Text(json, "ReturnValues"),
                ReturnValuesOnConditionCheckFailure = Text(json, "ReturnValuesOnConditionCheckFailure"),
            },
            cancellationToken).ConfigureAwait(false);
        return Reply("Attributes", response.Attributes, response.ResponseMetadata.RequestId);
    }

    private static WireReply Reply(string property, Dictionary<string, AttributeValue>? attributes, string requestId) => new()
    {
        Json = AttributeValues.ToReplyJson(property, attributes),
        RequestId = requestId,
    };

    private static string? Text(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) ? value.GetString() : null;

    private static Dictionary<string, AttributeValue>? Attributes(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) ? AttributeValues.ReadMap(value) : null;

    private static Dictionary<string, string>? Names(JsonElement json) =>
        json.TryGetProperty("ExpressionAttributeNames", out var value)
            ? value.EnumerateObject().ToDictionary(name => name.Name, name => name.Value.GetString()!, StringComparer.Ordinal)
            : null;
}
