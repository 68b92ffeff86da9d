using System.Net;
using System.Net.Sockets;
using System.Text;
using TypedTables.Wire;
using TypedTables.Wire.Direct;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Tests.Wire.Direct.Http;

/// <summary>Where the environment names a proxy, requests go through it.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task A_plain_request_names_the_whole_address_to_the_proxy_and_signs_for_the_endpoint()
    {
        await using var proxy = new RawServer(_ => RawServer.Whole("{}"));
        using var transport = Behind(proxy.Endpoint, "http://engine.example:8000");

        (await AskAsync(transport)).ErrorCode.ShouldBeNull();

        var (head, body) = proxy.Requests.ShouldHaveSingleItem();
        head.ShouldStartWith("POST http://engine.example:8000/ HTTP/1.1\r\n");
        head.ShouldContain("\r\nHost: engine.example:8000\r\n");
        body.ShouldBe("{}");
    }

    [Theory]
    [InlineData("https://dynamodb.us-west-2.amazonaws.com", "dynamodb.us-west-2.amazonaws.com:443")]
    [InlineData("https://[2001:db8::1]:8443", "[2001:db8::1]:8443")]
    public async Task TLS_goes_through_a_tunnel_that_the_proxy_is_asked_for(string endpoint, string named)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        using var transport = Behind(new Uri($"http://{proxy.LocalEndpoint}"), endpoint);
        var asking = AskAsync(transport);

        using var accepted = await proxy.AcceptSocketAsync();
        var asked = await ReadAsync(accepted);
        await accepted.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        var through = new byte[3];
        await accepted.ReceiveAsync(through);

        asked.ShouldStartWith($"CONNECT {named} HTTP/1.1\r\nHost: {named}\r\n");
        through.ShouldBe([0x16, 0x03, 0x01], "a handshake of TLS begins");
        accepted.Dispose();
        await Should.ThrowAsync<NotSentException>(asking);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "407")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\n", "502")]
    [InlineData("", "no connection")]
    public async Task A_proxy_that_gives_no_tunnel_is_an_error_that_says_so(string answer, string words)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        using var transport = Behind(
            new Uri($"http://{proxy.LocalEndpoint}"),
            "https://dynamodb.us-west-2.amazonaws.com");
        var asking = AskAsync(transport);

        using (var accepted = await proxy.AcceptSocketAsync())
        {
            await ReadAsync(accepted);
            await accepted.SendAsync(Encoding.ASCII.GetBytes(answer));
        }

        (await Should.ThrowAsync<NotSentException>(asking)).Message.ShouldContain(words);
    }

    [Fact]
    public async Task Where_the_proxy_is_bypassed_the_endpoint_is_asked_itself()
    {
        await using var server = new RawServer(_ => RawServer.Whole("{}"));
        using var transport = new DirectTransport(
            server.Endpoint,
            Wires.Options(server),
            handler => handler.Proxy = new WebProxy("http://127.0.0.1:9") { BypassProxyOnLocal = true });

        await AskAsync(transport);

        server.Requests.ShouldHaveSingleItem().Head.ShouldStartWith("POST / HTTP/1.1\r\n");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/path")]
    [InlineData("ftp://127.0.0.1/")]
    public void An_endpoint_that_cannot_be_reached_this_way_is_refused_at_once(string endpoint) =>
        Should.Throw<ArgumentException>(() => new DirectTransport(new Uri(endpoint), new TableClientOptions()));

    private static DirectTransport Behind(Uri proxy, string endpoint) =>
        new(new Uri(endpoint), new TableClientOptions(), handler => handler.Proxy = new WebProxy(proxy));

    private static Task<WireReply> AskAsync(DirectTransport transport) => Transports.AskAsync(transport);

    private static async Task<string> ReadAsync(Socket socket)
    {
        var text = "";
        var buffer = new byte[1024];
        while (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            text += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        return text;
    }
}
