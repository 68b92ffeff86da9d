using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Tests.Wire.Direct;

namespace TypedTables.Tests.Wire.Sdk;

/// <summary>
/// Whatever comes out of the AWS SDK, callers see this layer's errors and their own cancellation, and nothing else.
/// </summary>
public sealed class SdkFailureTests
{
    private static readonly Dictionary<string, (Exception Thrown, string Code)> Failures = new()
    {
        ["an answer that the SDK cannot read"] = (
            new AmazonUnmarshallingException("not read", "here", "<html>", new JsonException("bad"), HttpStatusCode.OK),
            TableOperationException.BadReply),
        ["JSON"] = (new JsonException("bad"), TableOperationException.BadReply),
        ["a format"] = (new FormatException("bad"), TableOperationException.BadReply),
        ["a number"] = (new ArithmeticException("bad"), TableOperationException.BadReply),
        ["a name that is not there"] = (new KeyNotFoundException("bad"), TableOperationException.BadReply),
        ["a state"] = (new InvalidOperationException("bad"), TableOperationException.BadReply),
        ["HTTP"] = (new HttpRequestException("no"), TableOperationException.NoAnswer),
        ["a stream"] = (new IOException("no"), TableOperationException.NoAnswer),
        ["a socket"] = (new SocketException((int)SocketError.ConnectionReset), TableOperationException.NoAnswer),
        ["a time-out of its own"] = (new OperationCanceledException("no"), TableOperationException.NoAnswer),
    };

    public static TheoryData<string> Names => [.. Failures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_call_for_items_ends_in_an_error_by_name(string failure)
    {
        var (thrown, code) = Failures[failure];

        var error = await Should.ThrowAsync<TableOperationException>(
            new ScriptedDynamoDb(thrown).Table(Wallets.Schema).GetAsync(Wallets.UserKey));

        (error.Code, error.Table, error.Operation, error.IsRetryable).ShouldBe((code, "wallets", "GetItem", true));
        error.InnerException.ShouldBeSameAs(thrown);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_call_for_a_table_ends_in_an_error_by_name(string failure)
    {
        var (thrown, code) = Failures[failure];

        (await Should.ThrowAsync<TableOperationException>(
            new ScriptedDynamoDb(thrown).Table(Wallets.Schema).VerifyAsync())).Code
            .ShouldBe(code);
        (await Should.ThrowAsync<TableOperationException>(
            new ScriptedDynamoDb(thrown).Table(Wallets.Schema).EnsureCreatedAsync())).Table
            .ShouldBe("wallets");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_write_that_adds_is_not_called_safe_to_repeat(string failure)
    {
        var table = new ScriptedDynamoDb(Failures[failure].Thrown).Table(Wallets.Schema);

        var error = await Should.ThrowAsync<TableOperationException>(
            table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1)));

        error.IsRetryable.ShouldBeFalse();
        error.Message.ShouldContain("may have taken effect");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_source_of_credentials_failed_with_is_said_as_it_is_and_passes_where_it_may(bool mayPass)
    {
        var fault = new TableOperationException(
            "Signing",
            TableOperationException.NoCredentials,
            "cause and fix",
            mayPass
        );
        var dynamoDb = new ScriptedDynamoDb(
            new AmazonClientException("wrapped", new AmazonServiceException("again", fault))
        );

        var error = await Should.ThrowAsync<TableOperationException>(
            dynamoDb.Table(Wallets.Schema).GetAsync(Wallets.UserKey));

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoCredentials, mayPass));
        error.Message.ShouldContain("cause and fix");
        error.Message.ShouldNotContain("wrapped");
    }

    [Fact]
    public async Task A_table_that_is_not_described_is_not_taken_for_one_that_is_not_there()
    {
        var dynamoDb = new ScriptedDynamoDb(new DescribeTableResponse());

        var error = await Should.ThrowAsync<TableOperationException>(
            dynamoDb.Table(Wallets.Schema).EnsureCreatedAsync());

        (error.Code, error.Operation).ShouldBe((TableOperationException.BadReply, "DescribeTable"));
        dynamoDb.Operations.ShouldBe(["DescribeTable"]);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_ends_with_the_time_of_the_call()
    {
        var half = RawServer.Whole(Wires.Found)[..^10];
        await using var server = new RawServer(_ => half);
        using var client = new TableClient(Wires.Options(server) with
        {
            Wire = TypedTables.Wire.WireKind.Sdk,
            AttemptsMax = 1,
            AttemptTimeout = TimeSpan.FromMilliseconds(200),
            CallTimeout = TimeSpan.FromSeconds(1),
        });

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey))
            .WaitAsync(TimeSpan.FromMinutes(1));

        error.Code.ShouldBe(TableOperationException.NoAnswer);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        using var patience = new CancellationTokenSource();
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            new ScriptedDynamoDb(new OperationCanceledException(patience.Token)).Table(Wallets.Schema).GetAsync(
                Wallets.UserKey,
                cancellationToken: patience.Token));
    }

    [Fact]
    public async Task Nobody_listening_makes_a_write_that_adds_unsafe_only_where_the_SDK_may_have_sent_it_before()
    {
        Uri endpoint;
        await using (var gone = new RawServer(_ => RawServer.Whole("{}")))
            endpoint = gone.Endpoint;
        using var once = new TableClient(
            Wires.Options(endpoint) with { Wire = TypedTables.Wire.WireKind.Sdk, AttemptsMax = 1 });
        using var often = new TableClient(
            Wires.Options(endpoint) with { Wire = TypedTables.Wire.WireKind.Sdk, AttemptsMax = 2 });

        var error = await Should.ThrowAsync<TableOperationException>(
            once.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1)));
        var other = await Should.ThrowAsync<TableOperationException>(
            often.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1)));

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoAnswer, true));
        (other.Code, other.IsRetryable).ShouldBe((TableOperationException.NoAnswer, false));
    }
}
