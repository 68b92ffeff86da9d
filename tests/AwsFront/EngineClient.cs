using System.Globalization;
using System.Net.Http.Headers;

namespace Front;

/// <summary>Passes calls on to the engine that stands behind the front.</summary>
/// <remarks>
/// The engine always sees the same key and region, whatever the caller signed with: DynamoDB Local keeps the tables of
/// each key and region apart.
/// </remarks>
internal sealed class EngineClient(Uri engine, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        BaseAddress = engine,
    };

    public void Dispose() => _http.Dispose();

    public async Task<Reply> AskAsync(string operation, string region, string? date, byte[] body)
    {
        date ??= clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810." + operation);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=local/{date[..8]}/{region}/dynamodb/aws4_request, "
                + $"SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}"
        );

        using var response = await _http.SendAsync(request);
        var checksum = response.Headers.TryGetValues("x-amz-crc32", out var values) ? values.First() : null;
        return new Reply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), checksum);
    }
}
