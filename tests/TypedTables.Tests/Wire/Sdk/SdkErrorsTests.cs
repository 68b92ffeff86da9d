using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire.Sdk;

public sealed class SdkErrorsTests
{
    private static readonly byte[] Get = Encoding.UTF8.GetBytes(
        """{"TableName":"wallets","Key":{"user_id":{"S":"x"}}}"""
    );

    public static TheoryData<string> Operations => ["GetItem", "PutItem", "UpdateItem"];

    public static TheoryData<Exception> NoAnswers =>
    [
        new HttpRequestException("Connection refused"),
        new IOException("Connection refused"),
        new TimeoutException("Connection refused"),
        new AmazonClientException("Connection refused"),
        new AmazonServiceException("Connection refused"),
        new AmazonDynamoDBException("Connection refused"),
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_throttled_call_is_a_reply_that_is_worth_another_try(string operation)
    {
        var throttled = ScriptedDynamoDb.Error("ThrottlingException");

        var reply = await SendAsync(throttled, operation);

        (reply.ErrorCode, reply.ErrorMessage, reply.RequestId, reply.IsRetryable).ShouldBe(
            ("ThrottlingException", "ThrottlingException in words", "request-7", true)
        );
        Encoding.UTF8.GetString(reply.Json.Span).ShouldBe("{}");
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest, true)]
    [InlineData("RequestLimitExceeded", HttpStatusCode.BadRequest, true)]
    [InlineData("TransactionConflictException", HttpStatusCode.BadRequest, true)]
    [InlineData("InternalServerError", HttpStatusCode.InternalServerError, true)]
    [InlineData("SomethingNew", HttpStatusCode.InternalServerError, true)]
    [InlineData("SomethingNew", HttpStatusCode.BadGateway, true)]
    [InlineData("SomethingNew", HttpStatusCode.BadRequest, false)]
    [InlineData("ValidationException", HttpStatusCode.BadRequest, false)]
    [InlineData("ResourceNotFoundException", HttpStatusCode.BadRequest, false)]
    [InlineData("AccessDeniedException", HttpStatusCode.BadRequest, false)]
    [InlineData("ConditionalCheckFailedException", HttpStatusCode.BadRequest, false)]
    public async Task Code_and_status_say_whether_to_try_again(string code, HttpStatusCode status, bool isRetryable)
    {
        var reply = await SendAsync(ScriptedDynamoDb.Error(code, status));

        (reply.ErrorCode, reply.IsRetryable).ShouldBe((code, isRetryable));
    }

    [Theory]
    [InlineData(true, """{"Item":{"balance":{"N":"7"}}}""")]
    [InlineData(false, "{}")]
    public async Task A_lost_condition_carries_the_item_that_is_there(bool isThere, string json)
    {
        var lost = new ConditionalCheckFailedException(
            "lost",
            ErrorType.Sender,
            WireReply.ConditionLost,
            "request-7",
            HttpStatusCode.BadRequest
        )
        {
            Item = isThere ? new() { ["balance"] = new AttributeValue { N = "7" } } : null,
        };

        var reply = await SendAsync(lost, "PutItem");

        (reply.ErrorCode, reply.IsRetryable).ShouldBe((WireReply.ConditionLost, false));
        Encoding.UTF8.GetString(reply.Json.Span).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task A_call_that_is_not_answered_is_thrown_as_worth_another_try(Exception cause)
    {
        var error = await Should.ThrowAsync<TableOperationException>(SendAsync(cause, "PutItem"));

        (error.Code, error.Operation, error.IsRetryable, error.RequestId).ShouldBe(
            (TableOperationException.NoAnswer, "PutItem", true, null)
        );
        error.Message.ShouldBe("NoAnswer: PutItem failed: Connection refused");
        error.InnerException.ShouldBeSameAs(cause);
    }

    [Fact]
    public async Task What_lies_at_the_bottom_is_what_is_said()
    {
        var cause = new AmazonServiceException(
            "see inside",
            new HttpRequestException("see further inside", new IOException("Connection reset by peer"))
        );

        (await Should.ThrowAsync<TableOperationException>(SendAsync(cause))).Message.ShouldEndWith(
            ": Connection reset by peer"
        );
    }

    [Fact]
    public async Task Want_of_credentials_has_a_code_of_its_own()
    {
        var error = await Should.ThrowAsync<TableOperationException>(
            SendAsync(new AmazonClientException("Failed to resolve AWS credentials."))
        );

        error.Code.ShouldBe(TableOperationException.NoCredentials);
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_one()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            SendAsync(new InvalidOperationException("never reached"), token: cancellation.Token)
        );
    }

    [Fact]
    public async Task A_time_out_of_the_SDK_is_no_cancellation_even_where_the_caller_could_cancel()
    {
        using var cancellation = new CancellationTokenSource();

        var error = await Should.ThrowAsync<TableOperationException>(
            SendAsync(new TaskCanceledException("A task was canceled."), token: cancellation.Token)
        );

        error.Code.ShouldBe(TableOperationException.NoAnswer);
        error.Message.ShouldBe("NoAnswer: GetItem failed: no answer came within the time-out.");
    }

    private static Task<WireReply> SendAsync(
        Exception answer,
        string operation = "GetItem",
        CancellationToken token = default
    ) => new SdkWire(new ScriptedDynamoDb(answer)).SendAsync(operation, Get, token);
}
