using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace SystemTests.Parts;

/// <summary>The worker's tables as an operator makes them, or as a restore leaves them: without time to live.</summary>
internal static class WalletTablesByHand
{
    public static async Task CreateAsync(AmazonDynamoDBClient engine, string prefix)
    {
        await CreateWalletsAsync(engine, prefix);
        await CreateOperationsAsync(engine, prefix);
    }

    public static Task CreateWalletsAsync(
        AmazonDynamoDBClient engine,
        string prefix) => engine.CreateTableAsync(new CreateTableRequest
    {
        TableName = prefix + "user_wallet",
        KeySchema = [new("user_id", KeyType.HASH)],
        AttributeDefinitions = [new("user_id", ScalarAttributeType.S)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    public static Task CreateOperationsAsync(
        AmazonDynamoDBClient engine,
        string prefix,
        bool hasIndex = true) => engine.CreateTableAsync(new CreateTableRequest
    {
        TableName = prefix + "wallet_operation",
        KeySchema = [new("operation_id", KeyType.HASH), new("part", KeyType.RANGE)],
        AttributeDefinitions = hasIndex
            ?
            [
                new("operation_id", ScalarAttributeType.S),
                new("part", ScalarAttributeType.S),
                new("user_id", ScalarAttributeType.S),
                new("version", ScalarAttributeType.N),
            ]
            : [new("operation_id", ScalarAttributeType.S), new("part", ScalarAttributeType.S)],
        GlobalSecondaryIndexes = hasIndex
            ?
            [
                new()
                {
                    IndexName = "by_wallet",
                    KeySchema = [new("user_id", KeyType.HASH), new("version", KeyType.RANGE)],
                    Projection = new() { ProjectionType = ProjectionType.ALL },
                },
            ]
            : null,
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });
}
