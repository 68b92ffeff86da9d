using System.Net;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire.Sdk;

public sealed class SdkCancellationTests
{
    private static readonly Dictionary<string, AttributeValue> Item = new() { ["id"] = new() { S = "p1" } };

    [Fact]
    public async Task The_reasons_of_a_cancelled_transaction_come_along()
    {
        var cancelled = new TransactionCanceledException(
            "cancelled",
            ErrorType.Sender,
            WireReply.TransactionCancelled,
            "request-7",
            HttpStatusCode.BadRequest
        )
        {
            CancellationReasons =
            [
                new() { Code = "None" },
                new()
                {
                    Code = "ConditionalCheckFailed",
                    Message = "no",
                    Item = Item,
                },
            ],
        };

        var reply = await new SdkWire(new ScriptedDynamoDb(cancelled)).SendAsync(
            "TransactWriteItems",
            """{"TransactItems":[]}"""u8.ToArray(),
            default
        );

        (reply.ErrorCode, reply.ErrorMessage, reply.IsRetryable, reply.RequestId).ShouldBe(
            (WireReply.TransactionCancelled, "cancelled", false, "request-7")
        );
        Encoding
            .UTF8.GetString(reply.Json.Span)
            .ShouldBe(
                """{"CancellationReasons":[{"Code":"None","Message":null},"""
                    + """{"Code":"ConditionalCheckFailed","Message":"no","Item":{"id":{"S":"p1"}}}]}"""
            );
    }

    [Fact]
    public async Task A_cancelled_transaction_without_reasons_has_none()
    {
        var cancelled = new TransactionCanceledException(
            "cancelled",
            ErrorType.Sender,
            WireReply.TransactionCancelled,
            "request-7",
            HttpStatusCode.BadRequest
        )
        {
            CancellationReasons = null,
        };

        var reply = await new SdkWire(new ScriptedDynamoDb(cancelled)).SendAsync(
            "TransactWriteItems",
            """{"TransactItems":[]}"""u8.ToArray(),
            default
        );

        Encoding.UTF8.GetString(reply.Json.Span).ShouldBe("{}");
    }

    [Theory]
    [InlineData("TransactionInProgressException", true)]
    [InlineData("ItemCollectionSizeLimitExceededException", true)]
    [InlineData("ServiceUnavailable", true)]
    [InlineData("IdempotentParameterMismatchException", false)]
    public async Task Errors_of_transactions_say_whether_to_try_again(string code, bool isRetryable)
    {
        var reply = await new SdkWire(new ScriptedDynamoDb(ScriptedDynamoDb.Error(code))).SendAsync(
            "TransactWriteItems",
            """{"TransactItems":[]}"""u8.ToArray(),
            default
        );

        (reply.ErrorCode, reply.IsRetryable).ShouldBe((code, isRetryable));
    }
}
