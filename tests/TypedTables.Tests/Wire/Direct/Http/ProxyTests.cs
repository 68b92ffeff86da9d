using System.Net;
using System.Net.Sockets;
using System.Text;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Tests.Wire.Direct.Http;

/// <summary>Where the environment names a proxy, requests go through it.</summary>
public sealed class ProxyTests
{
    private const string Basic = "Proxy-Authorization: Basic dXNlcjpwYXNz";

    [Fact]
    public async Task A_plain_request_names_the_whole_address_to_the_proxy()
    {
        await using var proxy = new RawServer(_ => RawServer.Whole("{}"));
        var origin = OriginBehind(proxy.Endpoint, "http://engine.example:8000");

        await AskAsync(origin, "Content-Length: 2\r\n\r\n{}");

        var (head, body) = proxy.Requests.ShouldHaveSingleItem();
        head.ShouldBe($"POST http://engine.example:8000/ HTTP/1.1\r\nHost: engine.example:8000\r\n{Basic}\r\nContent-Length: 2");
        body.ShouldBe("{}");
    }

    [Fact]
    public async Task TLS_goes_through_a_tunnel_that_the_proxy_is_asked_for()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var origin = OriginBehind(new Uri($"http://{proxy.LocalEndpoint}"), "https://dynamodb.us-west-2.amazonaws.com");
        var connecting = origin.ConnectAsync(CancellationToken.None);

        using var accepted = await proxy.AcceptSocketAsync();
        var asked = await ReadAsync(accepted);
        await accepted.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        var through = new byte[3];
        await accepted.ReceiveAsync(through);

        asked.ShouldBe($"CONNECT dynamodb.us-west-2.amazonaws.com:443 HTTP/1.1\r\nHost: dynamodb.us-west-2.amazonaws.com:443\r\n{Basic}\r\n\r\n");
        through.ShouldBe([0x16, 0x03, 0x01], "a handshake of TLS begins");
        accepted.Dispose();
        await Should.ThrowAsync<NotSentException>(connecting);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "HTTP 407")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\n", "HTTP 502")]
    [InlineData("", "closed")]
    public async Task A_proxy_that_gives_no_tunnel_is_an_error_that_says_so(string answer, string words)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var connecting = OriginBehind(new Uri($"http://{proxy.LocalEndpoint}"), "https://dynamodb.us-west-2.amazonaws.com").ConnectAsync(CancellationToken.None);

        using (var accepted = await proxy.AcceptSocketAsync())
        {
            await ReadAsync(accepted);
            await accepted.SendAsync(Encoding.ASCII.GetBytes(answer));
        }

        (await Should.ThrowAsync<NotSentException>(connecting)).Message.ShouldContain(words);
    }

    [Fact]
    public async Task Where_the_proxy_is_bypassed_the_endpoint_is_asked_itself()
    {
        await using var server = new RawServer(_ => RawServer.Whole("{}"));
        var proxies = new WebProxy("http://127.0.0.1:9") { BypassProxyOnLocal = true };

        await AskAsync(new HttpOrigin(server.Endpoint, proxies), "Content-Length: 0\r\n\r\n");

        server.Requests.ShouldHaveSingleItem().Head.ShouldStartWith("POST / HTTP/1.1\r\n");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/path", "http://127.0.0.1:9")]
    [InlineData("ftp://127.0.0.1/", "http://127.0.0.1:9")]
    [InlineData("https://dynamodb.us-west-2.amazonaws.com", "socks5://127.0.0.1:9")]
    public void An_endpoint_that_cannot_be_reached_this_way_is_refused_at_once(string endpoint, string proxy) =>
        Should.Throw<ArgumentException>(() => new HttpOrigin(new Uri(endpoint), new WebProxy(proxy)));

    private static HttpOrigin OriginBehind(Uri proxy, string endpoint) =>
        new(new Uri(endpoint), new WebProxy(proxy) { Credentials = new NetworkCredential("user", "pass") });

    private static async Task AskAsync(HttpOrigin origin, string rest)
    {
        using var connection = await origin.ConnectAsync(CancellationToken.None);
        var request = Encoding.ASCII.GetBytes(origin.RequestHead + rest);
        request.CopyTo(connection.RequestMemory(request.Length));
        var reply = await connection.ExchangeAsync(request.Length, default, bodyLengthMax: 1024);
        reply.Head.Status.ShouldBe(200);
        reply.Memory.Dispose();
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var text = "";
        var buffer = new byte[1024];
        while (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            text += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        return text;
    }
}
