using System.Text;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire.Sdk;

/// <summary>
/// Each operation through the SDK: the request's JSON becomes the SDK's object, and the SDK's response becomes JSON
/// again.
/// </summary>
public sealed class SdkOperationsTests
{
    private static readonly Dictionary<string, AttributeValue> Item = new() { ["id"] = new() { S = "p1" } };

    private static readonly Amazon.DynamoDBv2.Model.ConsumedCapacity Consumed = new()
    {
        TableName = "papers",
        CapacityUnits = 2.5,
    };

    [Fact]
    public async Task A_delete_goes_through()
    {
        var (request, reply) = await SendAsync<DeleteItemRequest>(
            "DeleteItem",
            new DeleteItemResponse { Attributes = Item, ConsumedCapacity = Consumed },
            """
            {"TableName":"papers","Key":{"id":{"S":"p1"}},"ConditionExpression":"#0 = :0",
            "ExpressionAttributeNames":{"#0":"kind"},
            "ExpressionAttributeValues":{":0":{"S":"Bill"}},"ReturnValues":"ALL_OLD",
            "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnConsumedCapacity":"TOTAL"}
            """);

        (request.TableName, request.Key["id"].S, request.ConditionExpression).ShouldBe(("papers", "p1", "#0 = :0"));
        (request.ExpressionAttributeNames["#0"], request.ExpressionAttributeValues[":0"].S).ShouldBe(("kind", "Bill"));
        (
            request.ReturnValues.Value,
            request.ReturnValuesOnConditionCheckFailure.Value,
            request.ReturnConsumedCapacity.Value
        ).ShouldBe(("ALL_OLD", "ALL_OLD", "TOTAL"));
        reply.ShouldBe(
            """{"Attributes":{"id":{"S":"p1"}},"ConsumedCapacity":{"TableName":"papers","CapacityUnits":2.5}}"""
        );
    }

    [Fact]
    public async Task A_query_goes_through()
    {
        var response = new QueryResponse
        {
            Items = [Item, []],
            Count = 2,
            LastEvaluatedKey = Item,
            ConsumedCapacity = Consumed,
        };
        var (request, reply) = await SendAsync<QueryRequest>(
            "Query",
            response,
            """
            {"TableName":"papers","IndexName":"by_kind","KeyConditionExpression":"#0 = :0",
            "FilterExpression":"attribute_exists(#1)",
            "ProjectionExpression":"#1",
            "Select":"COUNT","ScanIndexForward":false,"ConsistentRead":true,"Limit":20,
            "ExclusiveStartKey":{"id":{"S":"p0"}},
            "ExpressionAttributeNames":{"#0":"kind","#1":"note"},"ExpressionAttributeValues":{":0":{"S":"Bill"}},
            "ReturnConsumedCapacity":"TOTAL"}
            """);

        (request.TableName, request.IndexName, request.KeyConditionExpression, request.FilterExpression).ShouldBe(
            ("papers", "by_kind", "#0 = :0", "attribute_exists(#1)")
        );
        (
            request.ProjectionExpression,
            request.Select.Value,
            request.ScanIndexForward,
            request.ConsistentRead,
            request.Limit
        ).ShouldBe(("#1", "COUNT", false, true, 20));
        (
            request.ExclusiveStartKey["id"].S,
            request.ExpressionAttributeNames["#1"],
            request.ExpressionAttributeValues[":0"].S
        ).ShouldBe(("p0", "note", "Bill"));
        request.ReturnConsumedCapacity.Value.ShouldBe("TOTAL");
        reply.ShouldBe(
            """{"Count":2,"Items":[{"id":{"S":"p1"}},{}],"LastEvaluatedKey":{"id":{"S":"p1"}},"ConsumedCapacity":"""
                + """{"TableName":"papers","CapacityUnits":2.5}}"""
        );
    }

    [Fact]
    public async Task A_scan_goes_through()
    {
        var (request, reply) = await SendAsync<ScanRequest>(
            "Scan",
            new ScanResponse
            {
                Items = [Item],
                Count = 1,
                LastEvaluatedKey = Item,
                ConsumedCapacity = Consumed,
            },
            """
            {"TableName":"papers","IndexName":"by_kind","FilterExpression":"attribute_exists(#0)",
            "ProjectionExpression":"#0",
            "Select":"COUNT","ConsistentRead":true,"Limit":20,
            "Segment":1,"TotalSegments":4,"ExclusiveStartKey":{"id":{"S":"p0"}},
            "ExpressionAttributeNames":{"#0":"kind"},
            "ExpressionAttributeValues":{":0":{"S":"Bill"}},
            "ReturnConsumedCapacity":"TOTAL"}
            """);

        (request.TableName, request.IndexName, request.FilterExpression, request.ProjectionExpression).ShouldBe(
            ("papers", "by_kind", "attribute_exists(#0)", "#0")
        );
        (request.Select.Value, request.ConsistentRead, request.Limit, request.Segment, request.TotalSegments).ShouldBe(
            ("COUNT", true, 20, 1, 4)
        );
        (
            request.ExclusiveStartKey["id"].S,
            request.ExpressionAttributeNames["#0"],
            request.ExpressionAttributeValues[":0"].S
        ).ShouldBe(("p0", "kind", "Bill"));
        request.ReturnConsumedCapacity.Value.ShouldBe("TOTAL");
        reply.ShouldBe(
            """{"Count":1,"Items":[{"id":{"S":"p1"}}],"LastEvaluatedKey":{"id":{"S":"p1"}},"ConsumedCapacity":"""
                + """{"TableName":"papers","CapacityUnits":2.5}}"""
        );
    }

    [Theory]
    [InlineData("Query")]
    [InlineData("Scan")]
    public async Task A_reading_says_nothing_that_it_is_not_told(string operation)
    {
        AmazonWebServiceResponse response = operation == "Query" ? new QueryResponse() : new ScanResponse();
        var dynamoDb = new ScriptedDynamoDb(response);

        var reply = await new SdkWire(dynamoDb).SendAsync(operation, """{"TableName":"papers"}"""u8.ToArray(), default);

        Encoding.UTF8.GetString(reply.Json.Span).ShouldBe("{}");
        if (dynamoDb.Requests[0] is QueryRequest query)
        {
            (
                query.IndexName,
                query.FilterExpression,
                query.Select,
                query.ScanIndexForward,
                query.ConsistentRead,
                query.Limit
            ).ShouldBe((null, null, null, null, null, null));
            (query.ExclusiveStartKey, query.ExpressionAttributeNames, query.ExpressionAttributeValues).ShouldBe(
                (null, null, null)
            );
        }
        else
        {
            var scan = dynamoDb.Requests[0].ShouldBeOfType<ScanRequest>();
            (scan.IndexName, scan.Select, scan.ConsistentRead, scan.Limit, scan.Segment, scan.TotalSegments).ShouldBe(
                (null, null, null, null, null, null)
            );
            scan.ExclusiveStartKey.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("GetItem")]
    [InlineData("PutItem")]
    [InlineData("UpdateItem")]
    public async Task What_a_call_consumed_is_asked_for_and_told(string operation)
    {
        AmazonWebServiceResponse response = operation switch
        {
            "GetItem" => new GetItemResponse { ConsumedCapacity = Consumed },
            "PutItem" => new PutItemResponse { ConsumedCapacity = Consumed },
            _ => new UpdateItemResponse { ConsumedCapacity = new() { TableName = "papers" } },
        };
        var dynamoDb = new ScriptedDynamoDb(response);

        var reply = await new SdkWire(dynamoDb).SendAsync(
            operation,
            """{"TableName":"papers","ReturnConsumedCapacity":"TOTAL"}"""u8.ToArray(),
            default
        );

        var units = operation == "UpdateItem" ? "" : ",\"CapacityUnits\":2.5";
        Encoding.UTF8.GetString(reply.Json.Span)
            .ShouldBe($$$"""{"ConsumedCapacity":{"TableName":"papers"{{{units}}}}}""");
        var request = (dynamic)dynamoDb.Requests[0];
        ((string)request.TableName, (string)request.ReturnConsumedCapacity.Value).ShouldBe(("papers", "TOTAL"));
        reply.RequestId.ShouldBe("request-7");
    }

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
