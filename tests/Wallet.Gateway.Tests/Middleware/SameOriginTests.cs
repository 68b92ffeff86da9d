using MassTransit;
using Wallet.Contracts;

namespace Wallet.Gateway.Tests.Middleware;

/// <summary>Which pages' writes are taken.</summary>
public sealed class SameOriginTests
{
    private static readonly Guid Id = Guid.Parse("aa4d10c5-dd78-42ca-a077-3789b52ebbe3");

    /// <summary>A write's headers, with | between them, and whether it is taken.</summary>
    [Theory]
    [InlineData("Host: localhost:5000", true)] // a program
    [InlineData("Host: localhost:5000|Origin: http://localhost:5000", true)]
    [InlineData("Host: LocalHost:5000|Origin: http://localhost:5000", true)]
    [InlineData("Host: localhost|Origin: http://localhost", true)]
    [InlineData("Host: localhost:80|Origin: http://localhost", true)]
    [InlineData("Host: localhost|Origin: http://localhost:80", true)]
    [InlineData("Host: localhost:443|Origin: https://localhost", true)] // a proxy that ends TLS
    [InlineData("Host: localhost|Origin: https://localhost:443", true)]
    [InlineData("Host: [::1]:5000|Origin: http://[::1]:5000", true)]
    [InlineData("Host: localhost:443|Origin: http://localhost", false)]
    [InlineData("Host: localhost:5000|Origin: http://localhost", false)]
    [InlineData("Host: localhost:5000|Origin: http://localhost:5001", false)]
    [InlineData("Host: localhost:5000|Origin: http://127.0.0.1:5000", false)]
    [InlineData("Host: localhost:5000|Origin: http://localhost:5000@elsewhere.example", false)]
    [InlineData("Host: localhost:5000|Origin: ftp://localhost:5000", false)]
    [InlineData("Host: localhost:5000|Origin: null", false)]
    [InlineData("Host: localhost:5000|Origin: ", false)]
    [InlineData("Host: localhost:5000|Origin: http://localhost:5000|Origin: http://elsewhere.example", false)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: same-origin", true)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: none", true)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: same-origin|Origin: https://money.example", true)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: cross-site", false)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: same-site", false)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: same-site|Origin: http://localhost:3000", false)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: cross-site|Origin: http://localhost:5000", false)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: ", false)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: same-origin|Sec-Fetch-Site: cross-site", false)]
    public async Task A_write_is_taken_from_a_program_and_the_gateways_own_page_alone(string headers, bool taken) =>
        await CheckAsync(headers, taken);

    [Theory]
    [InlineData("Host: localhost:5000|Origin: https://wallet.example.com", true)]
    [InlineData("Host: localhost:5000|Origin: https://WALLET.example.com:443", true)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: cross-site|Origin: https://wallet.example.com", true)]
    [InlineData("Host: localhost:5000|Origin: http://10.0.0.7:8080", true)]
    [InlineData("Host: localhost:5000|Origin: http://localhost:5000", true)]
    [InlineData("Host: localhost:5000|Origin: http://wallet.example.com", false)]
    [InlineData("Host: localhost:5000|Sec-Fetch-Site: cross-site", false)]
    [InlineData("Host: localhost:5000|Origin: https://elsewhere.example", false)]
    public async Task Pages_behind_a_proxy_that_rewrites_Host_are_named_by_a_setting(string headers, bool taken) =>
        await CheckAsync(
            headers, taken, ("Gateway:AllowedOrigins", "https://wallet.example.com; http://10.0.0.7:8080"));

    private static async Task CheckAsync(string headers, bool taken, params (string Key, string Value)[] settings)
    {
        var writes = 0;
        await using var gateway = new GatewayUnderTest(
            bus => bus.AddHandler<SetBalance, BalanceUpdated>(context =>
            {
                Interlocked.Increment(ref writes);
                return Task.FromResult(new BalanceUpdated
                {
                    UserId = Id,
                    Balance = 1,
                    PreviousBalance = 2,
                    Version = 9,
                    OperationId = context.Message.OperationId!.Value,
                    UpdatedAt = DateTimeOffset.UnixEpoch,
                });
            }),
            settings);
        (await gateway.ConnectAsync()).Dispose();

        var answer = await gateway.SendAsync($"PUT /wallet/{Id}", headers.Split('|'), """{"balance":1}""");

        var text = await answer.TextAsync();
        (answer.Response.StatusCode, writes).ShouldBe(taken ? (200, 1) : (403, 0), text);
        if (!taken)
            text.ShouldContain("\"reason\":\"CrossOrigin\"");
    }
}
