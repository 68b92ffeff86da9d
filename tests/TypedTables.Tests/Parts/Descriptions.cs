using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace TypedTables.Tests.Parts;

/// <summary>Tables as DynamoDB describes them.</summary>
internal static class Descriptions
{
    /// <summary>The ledger, just as it is declared.</summary>
    public static TableDescription Ledger() =>
        new()
        {
            TableStatus = TableStatus.ACTIVE,
            KeySchema = [new("sequence", KeyType.RANGE), new("wallet_id", KeyType.HASH)],
            AttributeDefinitions =
            [
                new("at", "S"),
                new("wallet_id", "S"),
                new("sequence", "N"),
                new("operation.id", "S"),
                new("size", "N"),
            ],
            ProvisionedThroughput = new() { ReadCapacityUnits = 2, WriteCapacityUnits = 3 },
            LocalSecondaryIndexes =
            [
                new()
                {
                    IndexName = "by_time",
                    KeySchema = [new("wallet_id", KeyType.HASH), new("at", KeyType.RANGE)],
                    Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY },
                },
            ],
            GlobalSecondaryIndexes = [ByOperation()],
        };

    public static GlobalSecondaryIndexDescription ByOperation(IndexStatus? status = null) => new()
    {
        IndexName = "by_operation",
        IndexStatus = status ?? IndexStatus.ACTIVE,
        KeySchema = [new("operation.id", KeyType.HASH)],
        Projection = new() { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = ["size"] },
        ProvisionedThroughput = new() { ReadCapacityUnits = 4, WriteCapacityUnits = 5 },
    };

    /// <summary>The papers, just as they are declared.</summary>
    public static TableDescription Papers() => new()
    {
        TableStatus = TableStatus.ACTIVE,
        KeySchema = [new("id", KeyType.HASH)],
        AttributeDefinitions = [new("id", "S")],
        BillingModeSummary = new() { BillingMode = BillingMode.PAY_PER_REQUEST },
    };

    public static DescribeTimeToLiveResponse TimeToLive(string status, string? attribute = null) =>
        new() { TimeToLiveDescription = new() { TimeToLiveStatus = status, AttributeName = attribute } };
}
