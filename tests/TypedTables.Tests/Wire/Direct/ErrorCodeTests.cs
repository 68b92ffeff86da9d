using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire.Direct;

/// <summary>Where the name of an error may stand, and what names and statuses mean.</summary>
public sealed class ErrorCodeTests
{
    private const string Throttled = "ThrottlingException";

    [Theory]
    [InlineData("""{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}""", null, Throttled)]
    [InlineData("""{"__type":"ThrottlingException:http://internal.amazon.com/coral/"}""", null, Throttled)]
    [InlineData("""{"code":"ThrottlingException","message":"in words"}""", null, Throttled)]
    [InlineData("""{"__type":7,"code":"x#ThrottlingException"}""", null, Throttled)]
    [InlineData("{}", "x-amzn-ErrorType: ThrottlingException\r\n", Throttled)]
    [InlineData(
        "",
        "X-Amzn-Errortype:  com.amazon.coral.service#ThrottlingException:http://internal.amazon.com/coral/ \r\n",
        Throttled)]
    [InlineData("<html>", "x-amzn-errortype: ThrottlingException\r\n", Throttled)]
    [InlineData("""{"__type":"x#ThrottlingException"}""", "x-amzn-ErrorType: Other\r\n", Throttled)]
    [InlineData("{}", "x-amzn-ErrorType: \r\n", "HTTP 400")]
    [InlineData("""{"__type":"x#"}""", null, "HTTP 400")]
    public async Task An_errors_name_is_found_wherever_it_stands(string body, string? header, string code)
    {
        await using var server = new RawServer(_ => RawServer.Whole(body, 400, header));
        using var client = new TableClient(Wires.Options(server) with { AttemptsMax = 1 });

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey));

        (error.Code, error.IsRetryable).ShouldBe((code, code == Throttled));
    }

    [Theory]
    [InlineData("refer cancellation reasons for specific reasons [None, TransactionConflict]", true)]
    [InlineData("refer cancellation reasons for specific reasons [ThrottlingError, ConditionalCheckFailed]", false)]
    [InlineData("in words", false)]
    public async Task A_cancellation_without_reasons_passes_where_its_words_name_only_what_passes(
        string words, bool passes)
    {
        const string Type = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
        var body = $$"""{"__type":"{{Type}}","Message":"{{words}}"}""";
        await using var server = new RawServer(_ => RawServer.Whole(body, 400));
        using var client = new TableClient(Wires.Options(server));
        var put = client.Table(Wallets.Schema).Put(new Wallet(Wallets.User, 1));

        var error = await Should.ThrowAsync<TableOperationException>(client.TransactWriteAsync([put]));

        (error.Code, error.IsRetryable).ShouldBe(("TransactionCanceledException", passes));
    }

    [Theory]
    [InlineData("ReplicatedWriteConflictException")]
    [InlineData("RequestThrottledException")]
    [InlineData("RequestThrottled")]
    [InlineData("ThrottledException")]
    [InlineData("SlowDown")]
    public async Task What_the_SDK_tries_again_is_tried_again(string code)
    {
        await using var server = new RawServer(number => number == 1 ? RawServer.Refusal(code) : RawServer.Whole("{}"));
        using var client = new TableClient(Wires.Options(server));

        (await client.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1))).IsApplied
            .ShouldBeTrue();

        RetryCodes.Default.ShouldContain(code);
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(429, "")]
    [InlineData(429, "<html>too many</html>")]
    [InlineData(429, """{"message":"too many"}""")]
    [InlineData(408, "")]
    [InlineData(503, "")]
    [InlineData(503, "<html>")]
    public async Task A_status_without_a_name_is_tried_again_where_it_passes(int status, string body)
    {
        await using var server = new RawServer(
            number => number < 3 ? RawServer.Whole(body, status) : RawServer.Whole(Wires.Found));
        using var client = new TableClient(Wires.Options(server));

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldNotBeNull();

        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(WireKind.Direct, 429, true)]
    [InlineData(WireKind.Direct, 408, false)]
    [InlineData(WireKind.Sdk, 429, true)]
    [InlineData(WireKind.Sdk, 408, false)]
    [InlineData(WireKind.Sdk, 503, false)]
    public async Task A_write_that_adds_may_be_made_again_only_after_a_status_that_says_nothing_was_done(
        WireKind wire,
        int status,
        bool isRetryable)
    {
        await using var server = new RawServer(_ => RawServer.Whole("", status));
        using var client = new TableClient(Wires.Options(server) with { AttemptsMax = 1, Wire = wire });

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1)));

        (error.Code, error.IsRetryable).ShouldBe(($"HTTP {status}", isRetryable));
    }
}
