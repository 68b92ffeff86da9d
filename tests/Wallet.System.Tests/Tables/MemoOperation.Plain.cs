using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TypedTables;
using TypedTables.Wire;
using static SystemTests.Tables.MemoTable;

namespace SystemTests.Tables;

/// <summary>The same with the AWS SDK's own client.</summary>
internal sealed partial record MemoOperation
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["#s"] = "size",
        ["#t"] = "te.xt",
        ["#m"] = "marks",
        ["#l"] = "log",
        ["#i"] = "id",
    };

    public async Task<string> TheirsAsync(AmazonDynamoDBClient plain, string table)
    {
        var key = new Dictionary<string, AttributeValue> { ["id"] = new() { S = Id } };
        var condition = When.Length == 0 ? null : When;
        var failing = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        try
        {
            switch (Verb)
            {
                case "Get":
                    return Canonical((await plain.GetItemAsync(table, key, true)).Item);
                case "Put":
                    var put = await plain.PutItemAsync(
                        new PutItemRequest
                        {
                            TableName = table,
                            Item = AttributeValues.FromJson(Schema.Encode(Memo)),
                            ConditionExpression = condition,
                            ReturnValues = Return,
                            ExpressionAttributeNames = UsedNames(When),
                            ExpressionAttributeValues = UsedValues(When),
                            ReturnValuesOnConditionCheckFailure = failing,
                        }
                    );
                    return $"applied {Canonical(put.Attributes)}";
                case "Delete":
                    var delete = await plain.DeleteItemAsync(
                        new DeleteItemRequest
                        {
                            TableName = table,
                            Key = key,
                            ConditionExpression = condition,
                            ReturnValues = Return,
                            ExpressionAttributeNames = UsedNames(When),
                            ExpressionAttributeValues = UsedValues(When),
                            ReturnValuesOnConditionCheckFailure = failing,
                        }
                    );
                    return $"applied {Canonical(delete.Attributes)}";
                default:
                    var update = await plain.UpdateItemAsync(
                        new UpdateItemRequest
                        {
                            TableName = table,
                            Key = key,
                            UpdateExpression = Change,
                            ConditionExpression = condition,
                            ReturnValues = Return,
                            ExpressionAttributeNames = UsedNames(Change + When),
                            ExpressionAttributeValues = UsedValues(Change + When),
                            ReturnValuesOnConditionCheckFailure = failing,
                        }
                    );
                    return $"applied {Canonical(update.Attributes)}";
            }
        }
        catch (ConditionalCheckFailedException lost)
        {
            return $"refused {Canonical(lost.Item)}";
        }
        catch (AmazonDynamoDBException error)
        {
            return error.ErrorCode;
        }
    }

    private static Dictionary<string, string>? UsedNames(string expressions)
    {
        var used = Names.Where(name => expressions.Contains(name.Key, StringComparison.Ordinal)).ToDictionary();
        return used.Count == 0 ? null : used;
    }

    private Dictionary<string, AttributeValue>? UsedValues(string expressions)
    {
        static AttributeValue N(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };
        var values = new Dictionary<string, AttributeValue>
        {
            [":s"] = N(S),
            [":t"] = new() { S = T },
            [":m"] = new() { NS = [.. M.Select(one => one.ToString(CultureInfo.InvariantCulture))] },
            [":none"] = new() { L = [] },
            [":l"] = new() { L = [new() { S = T }] },
            [":p"] = new() { S = "x" },
            [":e"] = N(E),
            [":S"] = new() { S = "S" },
        };
        var used = values.Where(value => expressions.Contains(value.Key, StringComparison.Ordinal)).ToDictionary();
        return used.Count == 0 ? null : used;
    }
}
