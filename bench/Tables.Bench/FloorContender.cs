using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using TypedTables.Wire;

namespace Tables.Bench;

/// <summary>
/// HttpClient posting the very bytes of our requests, with a signature made once, and reading the answer as bytes: what
/// no client on HttpClient goes below.
/// </summary>
internal sealed class FloorContender : Contender
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            UseCookies = false,
            UseProxy = false,
        }
    );
    private readonly Uri _endpoint;
    private readonly Dictionary<string, byte[]> _bodies;

    private FloorContender(Uri endpoint, Dictionary<string, byte[]> bodies)
        : base("HttpClient POST, same bytes")
    {
        _endpoint = endpoint;
        _bodies = bodies;
    }

    public static async Task<FloorContender> MakeAsync(Uri endpoint)
    {
        var bodies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var stop = new TaskCompletionSource();
        var serving = CannedServer.ServeAsync(listener, stop.Task, Note);
        using (
            var ours = new OursContender(
                "noting",
                new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"),
                WireKind.Direct
            )
        )
        {
            await ours.GetAsync();
            await ours.UpdateAsync();
            await ours.TransactAsync();
        }

        stop.SetResult();
        await serving;
        return new FloorContender(endpoint, bodies);

        void Note(byte[] request)
        {
            var head = Encoding.ASCII.GetString(request, 0, request.AsSpan().IndexOf("\r\n\r\n"u8));
            var operation = head.Split("DynamoDB_20120810.")[1].Split('\r')[0];
            bodies[operation] = request[(head.Length + 4)..];
        }
    }

    public override Task GetAsync() => PostAsync("GetItem");

    public override Task UpdateAsync() => PostAsync("UpdateItem");

    public override Task TransactAsync() => PostAsync("TransactWriteItems");

    public override void Dispose() => _http.Dispose();

    private async Task PostAsync(string operation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint);
        using var content = new ByteArrayContent(_bodies[operation]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Content = content;
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810." + operation);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260131T120000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/us-west-2/dynamodb/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
                + "Signature=91473daf5b45fcbb3a9af221e729e52dd7b6642112aa63f4ec1ee31bc8081cbe"
        );
        using var response = await _http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Require(bytes.Length > 0);
    }
}
