using MassTransit;
using Wallet.Contracts;

namespace Wallet.Gateway.Tests.Requests;

/// <summary>A condition is carried to the worker, or refused: never passed over.</summary>
public sealed class PreconditionTests : IAsyncLifetime
{
    private static readonly Guid Id = Guid.Parse("aa4d10c5-dd78-42ca-a077-3789b52ebbe3");

    private readonly GatewayUnderTest _gateway;
    private SetBalance? _sent;
    private long _version = 3;

    public PreconditionTests() => _gateway = new GatewayUnderTest(bus =>
    {
        bus.AddHandler<SetBalance, BalanceUpdated>(context =>
        {
            _sent = context.Message;
            return Task.FromResult(new BalanceUpdated
            {
                UserId = Id,
                Balance = 1,
                PreviousBalance = 2,
                Version = 9,
                OperationId = context.Message.OperationId!.Value,
                UpdatedAt = DateTimeOffset.UnixEpoch,
            });
        });
        bus.AddHandler<GetBalance, BalanceResult>((ConsumeContext<GetBalance> _) => Task.FromResult(
            new BalanceResult { UserId = Id, Found = true, Balance = 5, Version = _version, UpdatedAt = null }));
    });

    public async ValueTask InitializeAsync() => (await _gateway.ConnectAsync()).Dispose();

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    /// <summary>Headers of a write, with | between them, and the version that the worker is told to expect.</summary>
    [Theory]
    [InlineData("If-Match: \"3\"", 3)]
    [InlineData("If-Match: \"3-text\"", 3)]
    [InlineData("If-Match: \"0\"", 0)]
    [InlineData("If-Match: \"3\", \"3\"", 3)]
    [InlineData("If-Match: \"3\", \"3-text\"", 3)]
    [InlineData("If-Match: \"3\"|If-Match: \"3\"", 3)]
    [InlineData("If-Match: , \"3\",", 3)]
    [InlineData("If-Match: \"3\"|If-Match: ", 3)]
    [InlineData("If-None-Match: *", 0)]
    [InlineData("If-None-Match: *|If-Match: \"0\"", 0)]
    public async Task A_condition_of_a_write_becomes_the_version_that_is_expected(string headers, long version)
    {
        var answer = await WriteAsync(headers);

        answer.Status.ShouldBe(200, answer.Text);
        _sent!.ExpectedVersion.ShouldBe(version);
    }

    [Theory]
    [InlineData("If-Match: ", "If-Match is empty.")]
    [InlineData("If-Match: ,", "If-Match is ,.")]
    [InlineData("If-Match: *", "If-Match is *. Send the version that you last saw, in quotes")]
    [InlineData("If-Match: 3", "If-Match is 3.")]
    [InlineData("If-Match: \"3", "If-Match is \"3.")]
    [InlineData("If-Match: W/\"3\"", "If-Match is W/\"3\".")]
    [InlineData("If-Match: \"3\", W/\"3\"", "If-Match is \"3\", W/\"3\".")]
    [InlineData("If-Match: \"3\", \"4\"", "If-Match is \"3\", \"4\".")]
    [InlineData("If-Match: \"3\"|If-Match: \"4\"", "If-Match is \"3\",\"4\".")]
    [InlineData("If-Match: \"03\"", "If-Match is \"03\".")]
    [InlineData("If-Match: \"3-json\"", "If-Match is \"3-json\".")]
    [InlineData("If-Match: \"9223372036854775808\"", "If-Match is \"9223372036854775808\".")]
    [InlineData("If-None-Match: ", "If-None-Match is empty. A write takes only *")]
    [InlineData("If-None-Match: \"3\"", "If-None-Match is \"3\".")]
    [InlineData("If-None-Match: *, \"3\"", "If-None-Match is *, \"3\".")]
    [InlineData("If-None-Match: *|If-Match: \"3\"", "ask for different versions")]
    [InlineData("If-Unmodified-Since: Fri, 27 Nov 2026 12:00:00 GMT", "If-Unmodified-Since")]
    [InlineData("If-Unmodified-Since: ", "If-Unmodified-Since")]
    public async Task A_condition_of_a_write_that_cannot_be_carried_out_is_refused_and_nothing_is_sent(
        string headers, string detail)
    {
        var answer = await WriteAsync(headers);

        answer.Status.ShouldBe(400, answer.Text);
        answer.Text.Replace("\\\"", "\"", StringComparison.Ordinal).ShouldContain(detail);
        _sent.ShouldBeNull();
    }

    /// <summary>What a reader sends, of a wallet at version 3, and what comes.</summary>
    [Theory]
    [InlineData("Accept: application/json", 200, "\"3\"")]
    [InlineData("Accept: text/plain", 200, "\"3-text\"")]
    [InlineData("Accept: application/json|If-None-Match: \"3\"", 304, "\"3\"")]
    [InlineData("Accept: application/json|If-None-Match: W/\"3\"", 304, "\"3\"")]
    [InlineData("Accept: application/json|If-None-Match: \"2\", \"3\"", 304, "\"3\"")]
    [InlineData("Accept: application/json|If-None-Match: \"2\"|If-None-Match: \"3\"", 304, "\"3\"")]
    [InlineData("Accept: application/json|If-None-Match: *", 304, "\"3\"")]
    [InlineData("Accept: application/json|If-None-Match: \"3-text\"", 200, "\"3\"")]
    [InlineData("Accept: text/plain|If-None-Match: \"3\"", 200, "\"3-text\"")]
    [InlineData("Accept: text/plain|If-None-Match: \"3-text\"", 304, "\"3-text\"")]
    [InlineData("Accept: text/plain|If-None-Match: ", 200, "\"3-text\"")]
    [InlineData("If-Match: \"3\"", 200, "\"3-text\"")]
    [InlineData("If-Match: *", 200, "\"3-text\"")]
    [InlineData("If-Match: \"2\", \"3\"", 200, "\"3-text\"")]
    [InlineData("If-Match: \"2\"", 412, "\"3\"")]
    [InlineData("If-Match: W/\"3\"", 412, "\"3\"")]
    [InlineData("If-Match: ", 400, "")]
    public async Task A_reader_is_spared_what_it_has_and_each_representation_has_a_tag_of_its_own(
        string headers, int status, string tag)
    {
        var answer = await _gateway.SendAsync($"GET /wallet/{Id}", headers.Split('|'));

        var text = await answer.TextAsync();
        (answer.Response.StatusCode, answer.Response.Headers.ETag.ToString()).ShouldBe((status, tag), text);
        if (status is 200 or 304)
            answer.Response.Headers.Vary.ToString().ShouldBe("Accept");
    }

    /// <summary>The program that wrote such wallets, and may still do so, leaves the version at 0.</summary>
    [Theory]
    [InlineData("Accept: application/json|If-None-Match: \"0\"")]
    [InlineData("Accept: text/plain|If-None-Match: \"0-text\"")]
    public async Task A_wallet_that_no_worker_has_written_has_no_tag_that_could_outlive_its_balance(string headers)
    {
        _version = 0;

        var answer = await _gateway.SendAsync($"GET /wallet/{Id}", headers.Split('|'));

        (answer.Response.StatusCode, answer.Response.Headers.ETag.ToString()).ShouldBe((200, ""));
        answer.Response.Headers.CacheControl.ToString().ShouldBe("no-cache");
    }

    private async Task<(int Status, string Text)> WriteAsync(string headers)
    {
        var answer = await _gateway.SendAsync($"PUT /wallet/{Id}", headers.Split('|'), """{"balance":1}""");
        return (answer.Response.StatusCode, await answer.TextAsync());
    }
}
