using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;
using static TypedTables.Tests.Parts.ScriptedDynamoDb;

namespace TypedTables.Tests.Operations;

public sealed class EnsureCreatedErrorTests
{
    private static readonly ResourceNotFoundException NotFound =
        new("no such table", ErrorType.Sender, "ResourceNotFoundException", "request-7", HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("AccessDeniedException", HttpStatusCode.BadRequest, false)]
    [InlineData("UnrecognizedClientException", HttpStatusCode.BadRequest, false)]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest, true)]
    [InlineData("InternalServerError", HttpStatusCode.InternalServerError, true)]
    public async Task Another_error_than_not_found_is_no_reason_to_create_the_table(
        string code,
        HttpStatusCode status,
        bool isRetryable
    )
    {
        var dynamoDb = new ScriptedDynamoDb(Error(code, status));

        var error = await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb));

        (error.Code, error.Operation, error.Table, error.RequestId, error.IsRetryable).ShouldBe(
            (code, "DescribeTable", "ledger", "request-7", isRetryable)
        );
        error.Message.ShouldContain($"{code} in words");
        dynamoDb.Operations.ShouldBe(["DescribeTable"]);
    }

    [Theory]
    [InlineData("AccessDeniedException", false)]
    [InlineData("ValidationException", false)]
    [InlineData("LimitExceededException", true)]
    public async Task An_error_of_the_creation_is_said_to_be_one(string code, bool isRetryable)
    {
        var dynamoDb = new ScriptedDynamoDb(NotFound, Error(code));

        var error = await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb));

        (error.Code, error.Operation, error.Table, error.IsRetryable).ShouldBe(
            (code, "CreateTable", "ledger", isRetryable)
        );
    }

    [Fact]
    public async Task An_error_while_waiting_is_thrown_as_it_comes()
    {
        var dynamoDb = new ScriptedDynamoDb(NotFound, Created(TableStatus.CREATING), Error("AccessDeniedException"));

        var error = await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb));

        (error.Code, error.Operation, error.IsRetryable).ShouldBe(("AccessDeniedException", "DescribeTable", false));
    }

    [Fact]
    public async Task An_engine_that_cannot_be_reached_is_said_to_be_worth_another_try()
    {
        var cause = new HttpRequestException("Connection refused");
        var dynamoDb = new ScriptedDynamoDb(cause);

        var error = await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb));

        (error.Code, error.Operation, error.Table, error.IsRetryable).ShouldBe(
            ("NoAnswer", "DescribeTable", "ledger", true)
        );
        error.Message.ShouldContain("Connection refused");
        error.InnerException.ShouldBeSameAs(cause);
    }

    [Fact]
    public async Task Credentials_that_are_wanting_are_said_to_be()
    {
        var dynamoDb = new ScriptedDynamoDb(new AmazonClientException("Failed to resolve AWS credentials."));

        var error = await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb));

        (error.Code, error.Table).ShouldBe(("NoCredentials", "ledger"));
    }

    [Fact]
    public async Task The_callers_own_cancellation_ends_the_wait_as_such()
    {
        using var cancellation = new CancellationTokenSource();
        var clock = new FakeClock();
        var dynamoDb = new ScriptedDynamoDb(Described(TableStatus.CREATING));

        var ensuring = dynamoDb
            .Table(Ledger.Schema, new TableClientOptions { TimeProvider = clock })
            .EnsureCreatedAsync(cancellationToken: cancellation.Token);
        await clock.TimerStartedAsync();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(ensuring);
        dynamoDb.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_callers_own_cancellation_during_a_call_ends_it_as_such()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            new ScriptedDynamoDb().Table(Ledger.Schema).EnsureCreatedAsync(cancellationToken: cancellation.Token)
        );
    }

    [Fact]
    public async Task Whatever_the_SDK_throws_is_an_error_of_this_layer_with_it_inside()
    {
        var fault = new InvalidOperationException("a fault");

        (await Should.ThrowAsync<TableOperationException>(EnsureAsync(new ScriptedDynamoDb(fault)))).InnerException
            .ShouldBeSameAs(fault);
    }

    private static Task EnsureAsync(ScriptedDynamoDb dynamoDb) =>
        dynamoDb
            .Table(Ledger.Schema, new TableClientOptions { TimeProvider = new FakeClock { FiresAtOnce = true } })
            .EnsureCreatedAsync();
}
