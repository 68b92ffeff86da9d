using System.Net;
using System.Net.Sockets;
using System.Text;
using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>
/// What no client library would send. Whatever is wrong with it is the client's, and said so: never 500.
/// </summary>
[Collection(nameof(ProgramTests))]
public sealed class RawRequestTests(RunningGateway running) : IClassFixture<RunningGateway>
{
    private const string Put = "PUT /wallet/ID HTTP/1.1|Host: localhost|";
    private const string Json = Put + "Content-Type: application/json|";
    private const string FormType = Put + "Content-Type: application/x-www-form-urlencoded";
    private const string Form = FormType + "|";
    private const string Chunked = Json + "Transfer-Encoding: chunked||";

    /// <summary>
    /// The request, where | ends a line, the status, and what its detail says; nothing where the server refuses what it
    /// cannot read as HTTP.
    /// </summary>
    public static TheoryData<string, int, string> Requests => new()
    {
        { Put + "Content-Type: application/json; charset=klingon|" + Sized("{}"), 415, "charset" },
        { Put + "Content-Type: application/json; charset=utf-7|" + Sized("{}"), 415, "charset" },
        { Put + "Content-Type: application/json; charset=utf-16|" + Sized("{}"), 415, "charset" },
        { Put + "Content-Type: application/json; charset=|" + Sized("{}"), 400, "balance is missing" },
        { Put + "Content-Type: application/json; charset=\"UTF-8\"|" + Sized("{}"), 400, "balance is missing" },
        { Put + "Content-Type: Application/JSON; Charset=utf-8; x=y|" + Sized("{}"), 400, "balance is missing" },
        { FormType + "; charset=klingon|" + Sized("balance=1"), 415, "charset" },
        { FormType + "; charset=utf-7|" + Sized("balance=1"), 415, "charset" },
        { Put + "Content-Type: multipart/form-data; boundary=b|" + Sized("--b"), 415, "The content type is multipart" },
        { Put + "Content-Type: ;;;|" + Sized("{}"), 415, "" },
        { Put + "Content-Type: application/json, text/plain|" + Sized("{}"), 415, "" },
        { Put + "Content-Type: |" + Sized("{}"), 415, "" },
        { Json + "Content-Encoding: gzip|" + Sized("{}"), 415, "Content-Encoding" },
        { Form + Sized("balance=%ff%00"), 400, "The form cannot be read" },
        { Form + Sized("balance=1%00"), 400, "The form cannot be read" },
        { Form + Sized("%=%&=&&&;"), 400, "balance is missing" },
        { Form + Sized(string.Concat(Enumerable.Repeat("a&", 1100))), 400, "The form cannot be read" },
        { Chunked + "FFFFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n", 400, "chunk" },
        { Chunked + "80000000\r\n{}\r\n0\r\n\r\n", 400, "chunk" },
        { Chunked + "xyz\r\n{}\r\n0\r\n\r\n", 400, "Send it as docs/http.md shows." },
        { Chunked + "-1\r\n{}\r\n0\r\n\r\n", 400, "Send it as docs/http.md shows." },
        { Chunked + "2\r\n{}nonsense\r\n0\r\n\r\n", 400, "Send it as docs/http.md shows." },
        { Chunked + "2\r\n{}\r\n0\r\n: no trailer\r\n\r\n", 400, "Send it as docs/http.md shows." },
        { Json + "Transfer-Encoding: gzip||{}", 400, "" },
        { Json + "Transfer-Encoding: chunked|Content-Length: 2||2\r\n{}\r\n0\r\n\r\n", 400, "balance is missing" },
        { Json + "Content-Length: -1||{}", 400, "" },
        { Json + "Content-Length: 2, 2||{}", 400, "" },
        { Json + "Content-Length: 99999999999999999999||{}", 400, "" },
        { Json + "Expect: the-unexpected|" + Sized("{}"), 400, "balance is missing" },
        { Json + Sized("\xEF\xBB\xBF"), 400, "The body is not JSON" },
        { Json + Sized("{\"balance\":1,\"x\":\"\xFF\"}"), 400, "UTF-8" },
        { "GET /wallet/ID HTTP/1.1|Host: localhost|Accept: ;q=x,,/,text/*;q=9||", 404, "WalletNotFound" },
        { "GET /wallet/ID HTTP/1.1|Host: localhost|If-None-Match: nonsense||", 404, "WalletNotFound" },
        { "GET /wallet/%C0%80%ff HTTP/1.1|Host: localhost||", 400, "The wallet's id is" },
        { "GET /wallet/ID%00 HTTP/1.1|Host: localhost||", 400, "" },
        { "GET /wallet/ID/history?limit=%00&limit=%ff&=&& HTTP/1.1|Host: localhost||", 400, "limit is" },
        { "GET /wallet/ID/history?limit=5%00 HTTP/1.1|Host: localhost||", 400, "limit is 5" },
        { "GET /wallet/ID/events HTTP/1.1|Host: localhost|Last-Event-ID: 1|Last-Event-ID: 2||", 400, "Last-Event-ID" },
        { "GET /wallet/ID/events HTTP/1.1|Host: localhost|Last-Event-ID: \xFF||", 400, "" },
        { "POST /events HTTP/1.1|Host: localhost|" + Sized("{}"), 405, "MethodNotAllowed" },
        { "OPTIONS * HTTP/1.1|Host: localhost||", 405, "MethodNotAllowed" },
        { "CONNECT localhost:5000 HTTP/1.1|Host: localhost:5000||", 405, "MethodNotAllowed" },
        { "BREW /wallet/ID HTTP/1.1|Host: localhost||", 405, "MethodNotAllowed" },
        { "GET /wallet/ID HTTP/1.1|Host: a b||", 400, "" },
        { "GET /wallet/ID HTTP/1.1|Host: localhost|Host: localhost||", 400, "" },
        { "GET /wallet/ID HTTP/1.1||", 400, "" },
        { "GET /wallet/ID HTTP/9.9|Host: localhost||", 505, "" },
        { "nonsense||", 400, "" },
        { Json + "Idempotency-Key: \xFF|" + Sized("{}"), 400, "" },
        { Json + "Idempotency-Key: |" + Sized("{}"), 400, "Idempotency-Key is empty" },
        { Json + "If-Match: |" + Sized("{\"balance\":1}"), 400, "If-Match is empty" },
        { Json + "If-None-Match: |" + Sized("{\"balance\":1}"), 400, "If-None-Match is empty" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Whatever_is_wrong_with_a_request_is_the_clients_fault_and_said_so(
        string request, int status, string detail)
    {
        var id = $"{Guid.NewGuid()}";

        request = request
            .Replace("/ID", $"/{id}", StringComparison.Ordinal)
            .Replace("|", "\r\n", StringComparison.Ordinal);
        var answer = await SendAsync(request);

        answer.Split(' ')[1].ShouldBe($"{status}", $"{request}\nis answered with\n{answer}");
        answer.ShouldContain(detail);
        if (detail.Length > 0)
            answer.ShouldContain("application/problem+json");
        using var wallet = await running.Gateway.Http.GetAsync($"wallet/{id}");
        wallet.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Sized(string body) => FormattableString.Invariant($"Content-Length: {body.Length}||{body}");

    /// <summary>Sends it, a byte a letter, says that there is no more, and reads whatever comes.</summary>
    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, running.Gateway.Port);
        request = request.Replace("HTTP/1.1\r\n", "HTTP/1.1\r\nConnection: close\r\n", StringComparison.Ordinal);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }
}
