using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Tables.Bench;

/// <summary>The AWS SDK's low-level client, with code by hand between dictionaries and wallets.</summary>
internal sealed class SdkContender(AmazonDynamoDBClient dynamoDb) : Contender("AWS SDK low-level")
{
    public override async Task GetAsync()
    {
        var response = await dynamoDb.GetItemAsync(
            new GetItemRequest
            {
                TableName = "user_wallet",
                Key = KeyOf(Samples.Wallet.UserId),
                ConsistentRead = true,
            }
        );
        Require(FromItem(response.Item).Balance == Samples.Wallet.Balance);
    }

    public override async Task UpdateAsync()
    {
        var wallet = Samples.Wallet;
        var response = await dynamoDb.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = "user_wallet",
            Key = KeyOf(wallet.UserId),
            UpdateExpression = "SET #b = :b, #v = :v, #u = :u",
            ConditionExpression = "#v = :w",
            ExpressionAttributeNames = Names(),
            ExpressionAttributeValues = Values(wallet),
            ReturnValues = ReturnValue.ALL_NEW,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        });
        Require(FromItem(response.Attributes).Version == wallet.Version);
    }

    public override async Task TransactAsync()
    {
        var wallet = Samples.Wallet;
        var response = await dynamoDb.TransactWriteItemsAsync(new TransactWriteItemsRequest
        {
            ClientRequestToken = Guid.NewGuid().ToString("D"),
            TransactItems =
            [
                new TransactWriteItem
                {
                    Update = new Update
                    {
                        TableName = "user_wallet",
                        Key = KeyOf(wallet.UserId),
                        UpdateExpression = "SET #b = :b, #v = :v, #u = :u",
                        ConditionExpression = "#v = :w",
                        ExpressionAttributeNames = Names(),
                        ExpressionAttributeValues = Values(wallet),
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    },
                },
                new TransactWriteItem
                {
                    Put = new Put
                    {
                        TableName = "user_wallet",
                        Item = ToItem(wallet with { UserId = Guid.NewGuid() }),
                        ConditionExpression = "attribute_not_exists(#i)",
                        ExpressionAttributeNames = new Dictionary<string, string> { ["#i"] = "user_id" },
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    },
                },
            ],
        });
        Require(response.ResponseMetadata is not null);
    }

    public override void Dispose()
    {
        // The client is shared.
    }

    internal static Wallet FromItem(Dictionary<string, AttributeValue> item) =>
        new(
            Guid.Parse(item["user_id"].S),
            long.Parse(item["balance"].N, CultureInfo.InvariantCulture),
            long.Parse(item["version"].N, CultureInfo.InvariantCulture),
            DateTimeOffset.ParseExact(
                item["updated_at"].S,
                "yyyy-MM-ddTHH:mm:ss.fffffffZ",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            )
        );

    internal static Dictionary<string, AttributeValue> ToItem(Wallet wallet) => new()
    {
        ["user_id"] = new AttributeValue { S = wallet.UserId.ToString("D") },
        ["balance"] = Number(wallet.Balance),
        ["version"] = Number(wallet.Version),
        ["updated_at"] = new AttributeValue { S = TextOf(wallet.UpdatedAt) },
    };

    private static Dictionary<string, AttributeValue> KeyOf(Guid user) =>
        new() { ["user_id"] = new AttributeValue { S = user.ToString("D") } };

    private static Dictionary<string, string> Names() =>
        new()
        {
            ["#b"] = "balance",
            ["#v"] = "version",
            ["#u"] = "updated_at",
        };

    private static Dictionary<string, AttributeValue> Values(Wallet wallet) => new()
    {
        [":b"] = Number(wallet.Balance),
        [":v"] = Number(wallet.Version),
        [":w"] = Number(wallet.Version - 1),
        [":u"] = new AttributeValue { S = TextOf(wallet.UpdatedAt) },
    };

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static string TextOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
