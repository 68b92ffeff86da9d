using System.Text;
using Amazon.DynamoDBv2.Model;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;
using Condition = TypedTables.Expressions.Condition;

namespace TypedTables.Tests.Wire.Sdk;

public sealed class SdkWireTests
{
    private static readonly Dictionary<string, AttributeValue> Stored = new()
    {
        ["user_id"] = new() { S = Wallets.UserText },
        ["balance"] = new() { N = "7" },
        ["tags"] = new() { SS = ["a"] },
    };

    private static readonly Condition When = Wallets.Balance.Is(5).And(Wallets.UserId.Exists());

    [Fact]
    public async Task A_get_is_handed_to_the_SDK_as_it_is_written()
    {
        var dynamoDb = new ScriptedDynamoDb(new GetItemResponse { Item = Stored });

        await dynamoDb.Table(Wallets.Schema).GetAsync(Wallets.UserKey, only: [Wallets.Balance, Wallets.ChangedAt]);

        var request = dynamoDb.Requests.ShouldHaveSingleItem().ShouldBeOfType<GetItemRequest>();
        request.TableName.ShouldBe("wallets");
        request.Key.ShouldHaveSingleItem().Value.S.ShouldBe(Wallets.UserText);
        request.ConsistentRead.ShouldBe(true);
        request.ProjectionExpression.ShouldBe("#0, #1");
        request.ExpressionAttributeNames.ShouldBe(
            new Dictionary<string, string> { ["#0"] = "balance", ["#1"] = "changed_at" }
        );
    }

    [Fact]
    public async Task A_get_that_may_be_behind_says_so_to_the_SDK()
    {
        var dynamoDb = new ScriptedDynamoDb(new GetItemResponse(), new GetItemResponse());

        await dynamoDb.Table(Wallets.Schema).GetAsync(Wallets.UserKey, consistent: false);
        await new SdkWire(dynamoDb).SendAsync(
            "GetItem",
            """{"TableName":"wallets","Key":{},"ConsistentRead":false}"""u8.ToArray(),
            default
        );

        dynamoDb.Requests.Count.ShouldBe(2);
        dynamoDb.Requests.ShouldAllBe(request => ((GetItemRequest)request).ConsistentRead != true);
    }

    [Fact]
    public async Task A_put_is_handed_to_the_SDK_as_it_is_written()
    {
        var dynamoDb = new ScriptedDynamoDb(new PutItemResponse { Attributes = Stored });

        var result = await dynamoDb
            .Table(Wallets.Schema)
            .PutAsync(new Wallet(Wallets.User, 8), When, ReturnValues.AllOld);

        var request = dynamoDb.Requests.ShouldHaveSingleItem().ShouldBeOfType<PutItemRequest>();
        Encoding
            .UTF8.GetString(AttributeValues.ToJson(request.Item))
            .ShouldBe($$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"8"}}""");
        request.ConditionExpression.ShouldBe("(#0 = :0 AND attribute_exists(#1))");
        request.ExpressionAttributeNames.ShouldBe(
            new Dictionary<string, string> { ["#0"] = "balance", ["#1"] = "user_id" }
        );
        request.ExpressionAttributeValues.ShouldHaveSingleItem().Value.N.ShouldBe("5");
        (request.ReturnValues.Value, request.ReturnValuesOnConditionCheckFailure.Value).ShouldBe(
            ("ALL_OLD", "ALL_OLD")
        );
        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, new Wallet(Wallets.User, 7)));
    }

    [Fact]
    public async Task An_update_is_handed_to_the_SDK_as_it_is_written()
    {
        var dynamoDb = new ScriptedDynamoDb(new UpdateItemResponse { Attributes = Stored });

        var result = await dynamoDb
            .Table(Wallets.Schema)
            .UpdateAsync(
                Wallets.UserKey,
                Wallets.Balance.Set(7).And(Wallets.ChangedAt.Remove()),
                When,
                ReturnValues.AllNew
            );

        var request = dynamoDb.Requests.ShouldHaveSingleItem().ShouldBeOfType<UpdateItemRequest>();
        request.Key.ShouldHaveSingleItem().Value.S.ShouldBe(Wallets.UserText);
        request.UpdateExpression.ShouldBe("SET #0 = :0 REMOVE #1");
        request.ConditionExpression.ShouldBe("(#0 = :1 AND attribute_exists(#2))");
        request.ExpressionAttributeNames.ShouldBe(
            new Dictionary<string, string>
            {
                ["#0"] = "balance",
                ["#1"] = "changed_at",
                ["#2"] = "user_id",
            }
        );
        request.ExpressionAttributeValues.Select(pair => $"{pair.Key} {pair.Value.N}").ShouldBe([":0 7", ":1 5"]);
        (request.ReturnValues.Value, request.ReturnValuesOnConditionCheckFailure.Value).ShouldBe(
            ("ALL_NEW", "ALL_OLD")
        );
        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, new Wallet(Wallets.User, 7)));
    }

    [Fact]
    public async Task What_a_request_leaves_out_is_not_made_up()
    {
        var dynamoDb = new ScriptedDynamoDb(new PutItemResponse(), new UpdateItemResponse());
        var table = dynamoDb.Table(Wallets.Schema);

        await table.PutAsync(new Wallet(Wallets.User, 8));
        await table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Remove());

        var put = dynamoDb.Requests[0].ShouldBeOfType<PutItemRequest>();
        (put.ConditionExpression, put.ReturnValues, put.ReturnValuesOnConditionCheckFailure).ShouldBe(
            (null, null, null)
        );
        (put.ExpressionAttributeNames, put.ExpressionAttributeValues).ShouldBe((null, null));
        var update = dynamoDb.Requests[1].ShouldBeOfType<UpdateItemRequest>();
        (update.ConditionExpression, update.ReturnValues, update.ReturnValuesOnConditionCheckFailure).ShouldBe(
            (null, null, null)
        );
        update.ExpressionAttributeValues.ShouldBeNull();
    }

    [Fact]
    public async Task The_SDKs_answer_comes_back_as_JSON_with_the_requests_id()
    {
        var dynamoDb = new ScriptedDynamoDb(
            new GetItemResponse { Item = Stored },
            new GetItemResponse(),
            new GetItemResponse { Item = [] }
        );
        var table = dynamoDb.Table(Wallets.Schema);

        var (found, absent, empty) = (
            await table.GetRawAsync(Wallets.UserKey),
            await table.GetRawAsync(Wallets.UserKey),
            await table.GetRawAsync(Wallets.UserKey)
        );

        Encoding
            .UTF8.GetString(found.Json.Span)
            .ShouldBe(
                $$$$"""{"Item":{"user_id":{"S":"{{{{Wallets.UserText}}}}"},"balance":{"N":"7"},"tags":{"SS":["a"]}}}"""
            );
        (found.RequestId, found.ErrorCode, found.IsRetryable).ShouldBe(("request-7", null, false));
        Encoding.UTF8.GetString(absent.Json.Span).ShouldBe("{}");
        Encoding.UTF8.GetString(empty.Json.Span).ShouldBe("{}");
    }

    [Fact]
    public async Task A_call_that_this_wire_does_not_make_is_refused()
    {
        var error = await Should.ThrowAsync<ArgumentOutOfRangeException>(
            new SdkWire(new ScriptedDynamoDb()).SendAsync("DropEverything", "{}"u8.ToArray(), default)
        );

        error.ParamName.ShouldBe("operation");
    }
}
