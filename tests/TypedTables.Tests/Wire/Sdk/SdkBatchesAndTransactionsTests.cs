using System.Text;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire.Sdk;

public sealed class SdkBatchesAndTransactionsTests
{
    private const string ConsumedJson = """ "ConsumedCapacity":[{"TableName":"papers","CapacityUnits":2.5}] """;

    private static readonly Dictionary<string, AttributeValue> Item = new() { ["id"] = new() { S = "p1" } };

    private static readonly List<Amazon.DynamoDBv2.Model.ConsumedCapacity> Consumed =
    [
        new() { TableName = "papers", CapacityUnits = 2.5 },
    ];

    [Fact]
    public async Task A_batch_of_reads_goes_through()
    {
        var response = new BatchGetItemResponse
        {
            Responses = new() { ["papers"] = [Item], ["other"] = [] },
            UnprocessedKeys = new() { ["papers"] = new() { Keys = [Item, Item] } },
            ConsumedCapacity = Consumed,
        };
        var (request, reply) = await SendAsync<BatchGetItemRequest>("BatchGetItem", response, """
            {"RequestItems":{"papers":{"Keys":[{"id":{"S":"p1"}},{"id":{"S":"p2"}}],"ConsistentRead":true},
            "other":{"Keys":[]}},"ReturnConsumedCapacity":"TOTAL"}
            """.ReplaceLineEndings(""));

        request.RequestItems["papers"].Keys.ConvertAll(key => key["id"].S).ShouldBe(["p1", "p2"]);
        (
            request.RequestItems["papers"].ConsistentRead,
            request.RequestItems["other"].ConsistentRead,
            request.ReturnConsumedCapacity.Value
        ).ShouldBe((true, null, "TOTAL"));
        reply.ShouldBe(
            $$$$"""
            {"Responses":{"papers":[{"id":{"S":"p1"}}],"other":[]},
            "UnprocessedKeys":{"papers":{"Keys":[{"id":{"S":"p1"}},{"id":{"S":"p1"}}]}},{{{{ConsumedJson.Trim()}}}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_batch_of_writes_goes_through()
    {
        var response = new BatchWriteItemResponse
        {
            UnprocessedItems = new()
            {
                ["papers"] = [new WriteRequest(new PutRequest(Item)), new WriteRequest(new DeleteRequest(Item))],
            },
            ConsumedCapacity = Consumed,
        };
        var (request, reply) = await SendAsync<BatchWriteItemRequest>("BatchWriteItem", response, """
            {"RequestItems":{"papers":[{"PutRequest":{"Item":{"id":{"S":"p1"}}}},
            {"DeleteRequest":{"Key":{"id":{"S":"p2"}}}}]},"ReturnConsumedCapacity":"TOTAL"}
            """.ReplaceLineEndings(""));

        var writes = request.RequestItems["papers"];
        (
            writes[0].PutRequest.Item["id"].S,
            writes[0].DeleteRequest,
            writes[1].DeleteRequest.Key["id"].S,
            writes[1].PutRequest
        ).ShouldBe(("p1", null, "p2", null));
        request.ReturnConsumedCapacity.Value.ShouldBe("TOTAL");
        reply.ShouldBe(
            $$$$$"""
            {"UnprocessedItems":{"papers":[{"PutRequest":{"Item":{"id":{"S":"p1"}}}},
            {"DeleteRequest":{"Key":{"id":{"S":"p1"}}}}]},{{{{{ConsumedJson.Trim()}}}}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_batch_that_is_done_leaves_nothing()
    {
        (await SendAsync<BatchGetItemRequest>(
            "BatchGetItem",
            new BatchGetItemResponse { Responses = [], UnprocessedKeys = [] },
            """{"RequestItems":{}}""")).Reply
            .ShouldBe("""{"Responses":{},"UnprocessedKeys":{},"ConsumedCapacity":[]}""");
        (await SendAsync<BatchWriteItemRequest>(
            "BatchWriteItem",
            new BatchWriteItemResponse { UnprocessedItems = [] },
            """{"RequestItems":{}}""")).Reply
            .ShouldBe("""{"UnprocessedItems":{},"ConsumedCapacity":[]}""");
    }

    [Fact]
    public async Task What_the_service_left_out_is_not_made_up()
    {
        (await SendAsync<BatchGetItemRequest>(
            "BatchGetItem",
            new BatchGetItemResponse(),
            """{"RequestItems":{}}""")).Reply
            .ShouldBe("""{"ConsumedCapacity":[]}""");
        (await SendAsync<BatchWriteItemRequest>(
            "BatchWriteItem",
            new BatchWriteItemResponse(),
            """{"RequestItems":{}}""")).Reply
            .ShouldBe("""{"ConsumedCapacity":[]}""");
        (await SendAsync<TransactGetItemsRequest>(
            "TransactGetItems",
            new TransactGetItemsResponse(),
            """{"TransactItems":[]}""")).Reply
            .ShouldBe("""{"ConsumedCapacity":[]}""");
    }

    [Fact]
    public async Task Reads_of_a_transaction_go_through()
    {
        var response = new TransactGetItemsResponse
        {
            Responses = [new ItemResponse { Item = Item }, new ItemResponse()],
            ConsumedCapacity = Consumed,
        };
        var (request, reply) = await SendAsync<TransactGetItemsRequest>(
            "TransactGetItems",
            response,
            """
            {"TransactItems":[{"Get":{"TableName":"papers","Key":{"id":{"S":"p1"}}}},{"Get":{"TableName":"other",
            "Key":{"id":{"S":"p2"}}}}],"ReturnConsumedCapacity":"TOTAL"}
            """.ReplaceLineEndings(""));

        request
            .TransactItems.ConvertAll(one => $"{one.Get.TableName} {one.Get.Key["id"].S}")
            .ShouldBe(["papers p1", "other p2"]);
        request.ReturnConsumedCapacity.Value.ShouldBe("TOTAL");
        reply.ShouldBe($$$$"""{"Responses":[{"Item":{"id":{"S":"p1"}}},{}],{{{{ConsumedJson.Trim()}}}}}""");
    }

    [Fact]
    public async Task Every_action_of_a_transaction_goes_through()
    {
        var condition = """
            "ConditionExpression":"#0 = :0","ExpressionAttributeNames":{"#0":"kind"},
            "ExpressionAttributeValues":{":0":{"S":"Bill"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"
            """.ReplaceLineEndings("");
        const string Key = """ "TableName":"papers","Key":{"id":{"S":"p1"}} """;
        var (request, reply) = await SendAsync<TransactWriteItemsRequest>(
            "TransactWriteItems",
            new TransactWriteItemsResponse { ConsumedCapacity = Consumed },
            $$$$$"""
            {"TransactItems":[
            {"Put":{"TableName":"papers","Item":{"id":{"S":"p1"}},{{{{{condition}}}}}}},
            {"Update":{{{{{{Key}}}}},"UpdateExpression":"REMOVE #0",{{{{{condition}}}}}}},
            {"Delete":{{{{{{Key}}}}},{{{{{condition}}}}}}},
            {"ConditionCheck":{{{{{{Key}}}}},{{{{{condition}}}}}}}],"ClientRequestToken":"token-1",
            "ReturnConsumedCapacity":"TOTAL"}
            """);

        (request.ClientRequestToken, request.ReturnConsumedCapacity.Value).ShouldBe(("token-1", "TOTAL"));
        const string Same = "papers p1 #0 = :0 kind Bill ALL_OLD";
        var (put, update, delete, check) = (
            request.TransactItems[0].Put,
            request.TransactItems[1].Update,
            request.TransactItems[2].Delete,
            request.TransactItems[3].ConditionCheck
        );
        Text(
                put.TableName,
                put.Item,
                put.ConditionExpression,
                put.ExpressionAttributeNames,
                put.ExpressionAttributeValues,
                put.ReturnValuesOnConditionCheckFailure
            )
            .ShouldBe(Same);
        Text(
                update.TableName,
                update.Key,
                update.ConditionExpression,
                update.ExpressionAttributeNames,
                update.ExpressionAttributeValues,
                update.ReturnValuesOnConditionCheckFailure
            )
            .ShouldBe(Same);
        Text(
                delete.TableName,
                delete.Key,
                delete.ConditionExpression,
                delete.ExpressionAttributeNames,
                delete.ExpressionAttributeValues,
                delete.ReturnValuesOnConditionCheckFailure
            )
            .ShouldBe(Same);
        Text(
                check.TableName,
                check.Key,
                check.ConditionExpression,
                check.ExpressionAttributeNames,
                check.ExpressionAttributeValues,
                check.ReturnValuesOnConditionCheckFailure
            )
            .ShouldBe(Same);
        update.UpdateExpression.ShouldBe("REMOVE #0");
        reply.ShouldBe($"{{{ConsumedJson.Trim()}}}");
    }

    private static string Text(
        string table,
        Dictionary<string, AttributeValue> key,
        string condition,
        Dictionary<string, string> names,
        Dictionary<string, AttributeValue> values,
        string onFailure
    ) => $"{table} {key["id"].S} {condition} {names["#0"]} {values[":0"].S} {onFailure}";

    private static async Task<(TRequest Request, string Reply)> SendAsync<TRequest>(
        string operation,
        AmazonWebServiceResponse response,
        string json
    )
    {
        var dynamoDb = new ScriptedDynamoDb(response);
        var reply = await new SdkWire(dynamoDb).SendAsync(operation, Encoding.UTF8.GetBytes(json), default);
        (reply.RequestId, reply.ErrorCode).ShouldBe(("request-7", null));
        return (
            dynamoDb.Requests.ShouldHaveSingleItem().ShouldBeOfType<TRequest>(),
            Encoding.UTF8.GetString(reply.Json.Span)
        );
    }
}
