using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace TypedTables.Wire.Direct;

/// <summary>Makes one attempt of a call: a signed HTTP/1.1 request, and the whole answer.</summary>
internal sealed class DirectTransport : IDisposable
{
    private const int ReplyLengthUsual = 2048;

    private readonly ConcurrentQueue<DirectRequest> _idleRequests = new();
    private readonly HttpMessageInvoker _http;
    private readonly Uri _uri;
    private readonly byte[] _host;
    private readonly int _replyBytesMax;

    /// <summary>Makes a transport. No connection is made yet.</summary>
    /// <param name="endpoint">Where the service is.</param>
    /// <param name="options">How long connections live, and how long a reply may be.</param>
    /// <exception cref="ArgumentException">The endpoint has a path.</exception>
    public DirectTransport(Uri endpoint, TableClientOptions options)
    {
        if (endpoint.PathAndQuery != "/")
            throw new ArgumentException($"The direct wire takes an endpoint without a path, but was given {endpoint}.", nameof(endpoint));

        _uri = endpoint;
        _host = Encoding.ASCII.GetBytes(HostOf(endpoint));
        _replyBytesMax = options.ReplyBytesMax;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null, // no activity and no tracing headers for each call
            PooledConnectionLifetime = options.ConnectionLifetime,
            UseCookies = false,
            UseProxy = HttpClient.DefaultProxy.GetProxy(endpoint) is not null, // HTTPS_PROXY and the like
        });
    }

    /// <summary>Sends a request and reads the answer, an error included.</summary>
    /// <exception cref="BadReplyException">The answer cannot be understood.</exception>
    /// <exception cref="HttpRequestException">There was none, or not a whole one.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WireReply> SendAsync(WireTarget target, ReadOnlyMemory<byte> body, SigningMoment moment, CancellationToken cancellationToken)
    {
        var request = _idleRequests.TryDequeue(out var idle) ? idle : new DirectRequest(_uri);
        request.Prepare(target, moment, body, moment.Authorize(_host, target.Utf8, body.Span));
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var (memory, length) = await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        request.Clear();
        _idleRequests.Enqueue(request);
        try
        {
            return ReplyReader.Read(response, memory, length);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        while (_idleRequests.TryDequeue(out var request))
            request.Dispose();
    }

    /// <summary>The header <c>Host</c> as the handler writes it, which is part of what is signed.</summary>
    private static string HostOf(Uri endpoint)
    {
        var name = endpoint.HostNameType == UriHostNameType.IPv6 ? $"[{endpoint.IdnHost}]" : endpoint.IdnHost;
        return endpoint.IsDefaultPort ? name : FormattableString.Invariant($"{name}:{endpoint.Port}");
    }

    private async ValueTask<(PooledBytes Memory, int Length)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > _replyBytesMax)
            throw TooLong(announced.Value);

        // One byte more than announced: the read that finds the end needs room.
        var memory = new PooledBytes(announced is { } length ? (int)length + 1 : ReplyLengthUsual);
        try
        {
            var stream = content.ReadAsStream(cancellationToken);
            var used = 0;
            while (true)
            {
                var read = await stream.ReadAsync(memory.Bytes.AsMemory(used), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return (memory, used);

                used += read;
                if (used > _replyBytesMax)
                    throw TooLong(used);
                if (used == memory.Bytes.Length)
                    memory.Grow(used);
            }
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private BadReplyException TooLong(long length) => new($"the answer has {length} bytes or more, and at most {_replyBytesMax} are read");
}

/// <summary>An answer that cannot be understood. What was asked for may have been carried out.</summary>
internal sealed class BadReplyException(string message, Exception? inner = null) : IOException(message, inner);
