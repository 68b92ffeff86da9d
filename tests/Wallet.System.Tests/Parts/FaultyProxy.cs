using System.Net;

namespace SystemTests.Parts;

/// <summary>Stands between a client and an engine, and misbehaves as no engine can be made to.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _engine;
    private readonly Func<string, ProxyFault> _faultOf;
    private readonly Task _serving;

    /// <summary>Starts serving.</summary>
    /// <param name="engine">Where requests go.</param>
    /// <param name="faultOf">What goes wrong with a request, by its operation, such as <c>UpdateItem</c>.</param>
    public FaultyProxy(Uri engine, Func<string, ProxyFault> faultOf)
    {
        _engine = new HttpClient { BaseAddress = engine };
        _faultOf = faultOf;
        Endpoint = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _engine.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = HandleAsync(context);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        var fault = _faultOf(context.Request.Headers["X-Amz-Target"]!.Split('.')[1]);
        if (fault == ProxyFault.Throttle)
        {
            context.Response.StatusCode = 400;
            await context.Response.OutputStream.WriteAsync("""{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Slow down."}"""u8.ToArray());
            context.Response.Close();
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StreamContent(context.Request.InputStream) };
        foreach (var name in context.Request.Headers.AllKeys.Where(name => name!.StartsWith("X-Amz", StringComparison.OrdinalIgnoreCase) || name == "Authorization"))
            request.Headers.TryAddWithoutValidation(name!, context.Request.Headers[name]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        using var response = await _engine.SendAsync(request);
        if (fault == ProxyFault.LoseAnswer)
        {
            context.Response.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        await response.Content.CopyToAsync(context.Response.OutputStream);
        context.Response.Close();
    }
}

/// <summary>What goes wrong with one request.</summary>
internal enum ProxyFault
{
    None,

    /// <summary>The engine carries it out, and the answer never arrives.</summary>
    LoseAnswer,

    /// <summary>The engine never sees it; the answer is that of a throttled table.</summary>
    Throttle,
}
