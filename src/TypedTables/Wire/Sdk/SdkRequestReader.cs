using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace TypedTables.Wire.Sdk;

/// <summary>
/// Turns a request's JSON into the AWS SDK's request objects: only the members that this layer writes.
/// </summary>
internal readonly struct SdkRequestReader(JsonElement json)
{
    public GetItemRequest GetItem() => new()
    {
        TableName = Text("TableName"),
        Key = Attributes("Key"),
        ConsistentRead = Flag("ConsistentRead"),
        ProjectionExpression = Text("ProjectionExpression"),
        ExpressionAttributeNames = Names(),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public PutItemRequest PutItem() => new(Text("TableName"), Attributes("Item"), Text("ReturnValues"))
    {
        ConditionExpression = Text("ConditionExpression"),
        ExpressionAttributeNames = Names(),
        ExpressionAttributeValues = Attributes("ExpressionAttributeValues"),
        ReturnValuesOnConditionCheckFailure = Text("ReturnValuesOnConditionCheckFailure"),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public UpdateItemRequest UpdateItem() => new()
    {
        TableName = Text("TableName"),
        Key = Attributes("Key"),
        UpdateExpression = Text("UpdateExpression"),
        ConditionExpression = Text("ConditionExpression"),
        ExpressionAttributeNames = Names(),
        ExpressionAttributeValues = Attributes("ExpressionAttributeValues"),
        ReturnValues = Text("ReturnValues"),
        ReturnValuesOnConditionCheckFailure = Text("ReturnValuesOnConditionCheckFailure"),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public DeleteItemRequest DeleteItem() => new(Text("TableName"), Attributes("Key"), Text("ReturnValues"))
    {
        ConditionExpression = Text("ConditionExpression"),
        ExpressionAttributeNames = Names(),
        ExpressionAttributeValues = Attributes("ExpressionAttributeValues"),
        ReturnValuesOnConditionCheckFailure = Text("ReturnValuesOnConditionCheckFailure"),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public QueryRequest Query() => new()
    {
        TableName = Text("TableName"),
        IndexName = Text("IndexName"),
        KeyConditionExpression = Text("KeyConditionExpression"),
        FilterExpression = Text("FilterExpression"),
        ProjectionExpression = Text("ProjectionExpression"),
        Select = Text("Select"),
        ScanIndexForward = Flag("ScanIndexForward"),
        ConsistentRead = Flag("ConsistentRead"),
        Limit = Int("Limit"),
        ExclusiveStartKey = Attributes("ExclusiveStartKey"),
        ExpressionAttributeNames = Names(),
        ExpressionAttributeValues = Attributes("ExpressionAttributeValues"),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public ScanRequest Scan() => new()
    {
        TableName = Text("TableName"),
        IndexName = Text("IndexName"),
        FilterExpression = Text("FilterExpression"),
        ProjectionExpression = Text("ProjectionExpression"),
        Select = Text("Select"),
        ConsistentRead = Flag("ConsistentRead"),
        Limit = Int("Limit"),
        Segment = Int("Segment"),
        TotalSegments = Int("TotalSegments"),
        ExclusiveStartKey = Attributes("ExclusiveStartKey"),
        ExpressionAttributeNames = Names(),
        ExpressionAttributeValues = Attributes("ExpressionAttributeValues"),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public BatchGetItemRequest BatchGetItem() => new()
    {
        RequestItems = json.GetProperty("RequestItems").EnumerateObject().ToDictionary(
            table => table.Name,
            table => new KeysAndAttributes
            {
                Keys = [.. table.Value.GetProperty("Keys").EnumerateArray().Select(AttributeValues.ReadMap)],
                ConsistentRead = new SdkRequestReader(table.Value).Flag("ConsistentRead"),
            },
            StringComparer.Ordinal),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public BatchWriteItemRequest BatchWriteItem() => new()
    {
        RequestItems = json.GetProperty("RequestItems").EnumerateObject().ToDictionary(
            table => table.Name,
            table => table.Value.EnumerateArray().Select(WriteRequestOf).ToList(),
            StringComparer.Ordinal),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    public TransactGetItemsRequest TransactGetItems() =>
        new()
        {
            TransactItems =
            [
                .. json.GetProperty("TransactItems")
                    .EnumerateArray()
                    .Select(item =>
                    {
                        var get = new SdkRequestReader(item.GetProperty("Get"));
                        return new TransactGetItem
                        {
                            Get = new Get { TableName = get.Text("TableName"), Key = get.Attributes("Key") },
                        };
                    }),
            ],
            ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
        };

    public TransactWriteItemsRequest TransactWriteItems() => new()
    {
        TransactItems = [.. json.GetProperty("TransactItems").EnumerateArray().Select(TransactItemOf)],
        ClientRequestToken = Text("ClientRequestToken"),
        ReturnConsumedCapacity = Text("ReturnConsumedCapacity"),
    };

    private static WriteRequest WriteRequestOf(JsonElement entry) =>
        entry.TryGetProperty("PutRequest", out var put)
            ? new WriteRequest(new PutRequest(AttributeValues.ReadMap(put.GetProperty("Item"))))
            : new WriteRequest(
                new DeleteRequest(AttributeValues.ReadMap(entry.GetProperty("DeleteRequest").GetProperty("Key")))
            );

    private static TransactWriteItem TransactItemOf(JsonElement item)
    {
        var action = item.EnumerateObject().Single();
        var of = new SdkRequestReader(action.Value);
        var table = of.Text("TableName");
        var key = of.Attributes("Key");
        var condition = of.Text("ConditionExpression");
        var names = of.Names();
        var values = of.Attributes("ExpressionAttributeValues");
        var onFailure = of.Text("ReturnValuesOnConditionCheckFailure");
        return action.Name switch
        {
            "Put" => new TransactWriteItem
            {
                Put = new Put
                {
                    TableName = table,
                    Item = of.Attributes("Item"),
                    ConditionExpression = condition, ReturnValuesOnConditionCheckFailure = onFailure,
                    ExpressionAttributeNames = names, ExpressionAttributeValues = values,
                },
            },
            "Update" => new TransactWriteItem
            {
                Update = new Update
                {
                    TableName = table, Key = key,
                    UpdateExpression = of.Text("UpdateExpression"),
                    ConditionExpression = condition, ReturnValuesOnConditionCheckFailure = onFailure,
                    ExpressionAttributeNames = names, ExpressionAttributeValues = values,
                },
            },
            "Delete" => new TransactWriteItem
            {
                Delete = new Delete
                {
                    TableName = table, Key = key,
                    ConditionExpression = condition, ReturnValuesOnConditionCheckFailure = onFailure,
                    ExpressionAttributeNames = names, ExpressionAttributeValues = values,
                },
            },
            _ => new TransactWriteItem
            {
                ConditionCheck = new ConditionCheck
                {
                    TableName = table, Key = key,
                    ConditionExpression = condition, ReturnValuesOnConditionCheckFailure = onFailure,
                    ExpressionAttributeNames = names, ExpressionAttributeValues = values,
                },
            },
        };
    }

    private string? Text(string property) => json.TryGetProperty(property, out var value) ? value.GetString() : null;

    private bool? Flag(string property) => json.TryGetProperty(property, out var value) ? value.GetBoolean() : null;

    private int? Int(string property) => json.TryGetProperty(property, out var value) ? value.GetInt32() : null;

    private Dictionary<string, AttributeValue>? Attributes(string property) =>
        json.TryGetProperty(property, out var value) ? AttributeValues.ReadMap(value) : null;

    private Dictionary<string, string>? Names() =>
        json.TryGetProperty("ExpressionAttributeNames", out var value)
            ? value
                .EnumerateObject()
                .ToDictionary(name => name.Name, name => name.Value.GetString()!, StringComparer.Ordinal)
            : null;
}
