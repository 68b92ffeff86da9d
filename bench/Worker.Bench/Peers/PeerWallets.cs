using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Wallet.Contracts;

namespace WorkerBench.Peers;

/// <summary>
/// Wallets without a guarantee: one unconditional write, one read, by the AWS SDK's low-level client.
/// </summary>
internal sealed class PeerWallets(IAmazonDynamoDB dynamoDb)
{
    public async Task<BalanceUpdated> SetAsync(SetBalance message)
    {
        var at = TimeProvider.System.GetUtcNow();
        await dynamoDb.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = Stack.PeerTable,
            Key = KeyOf(message.UserId),
            UpdateExpression = "SET balance = :b, updated_at = :u",
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":b"] = new AttributeValue { N = message.Balance.ToString(CultureInfo.InvariantCulture) },
                [":u"] = new AttributeValue { S = at.ToString("O", CultureInfo.InvariantCulture) },
            },
        });
        return new BalanceUpdated
        {
            UserId = message.UserId,
            Balance = message.Balance,
            PreviousBalance = null,
            Version = 0,
            OperationId = message.OperationId ?? Guid.NewGuid(),
            UpdatedAt = at,
        };
    }

    public async Task<BalanceResult> GetAsync(GetBalance message)
    {
        var response = await dynamoDb.GetItemAsync(
            new GetItemRequest
            {
                TableName = Stack.PeerTable,
                Key = KeyOf(message.UserId),
                ConsistentRead = true,
            }
        );
        var item = response.Item;
        return new BalanceResult
        {
            UserId = message.UserId,
            Found = item is not null,
            Balance = item is null ? null : long.Parse(item["balance"].N, CultureInfo.InvariantCulture),
            Version = 0,
            UpdatedAt = item is null ? null : DateTimeOffset.Parse(item["updated_at"].S, CultureInfo.InvariantCulture),
        };
    }

    private static Dictionary<string, AttributeValue> KeyOf(Guid userId) =>
        new() { ["user_id"] = new AttributeValue { S = userId.ToString() } };
}
