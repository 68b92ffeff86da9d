using Amazon.Runtime;

namespace TypedTables.Wire.Sdk;

/// <summary>
/// Creates the HTTP client of the SDK's wire, which checks each response before the SDK reads it. If a response has an
/// object where the operation has a list, as another operation's may, version 4.1 of the SDK loops for ever and uses up
/// all memory.
/// </summary>
internal sealed class SdkHttpClients : HttpClientFactory
{
    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var client = new HttpClient(new Guard(sockets));
        if (clientConfig.Timeout is { } timeout)
            client.Timeout = timeout;
        return client;
    }

    private sealed class Guard(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode || !request.Headers.TryGetValues("X-Amz-Target", out var target))
                return response;

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (ResponseShape.FaultOf(target.First().Split('.')[^1], body) is { } fault)
            {
                response.Dispose();
                throw new BadReplyException($"the answer is not that of this request: {fault}");
            }

            var content = new ByteArrayContent(body);
            foreach (var header in response.Content.Headers)
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            response.Content.Dispose();
            response.Content = content;
            return response;
        }
    }
}
