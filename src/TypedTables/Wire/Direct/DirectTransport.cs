using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using TypedTables.Wire.Direct.Http;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Wire.Direct;

/// <summary>
/// Makes one attempt of a call with .NET's HTTP client: sends a signed request and reads the whole response.
/// </summary>
internal sealed class DirectTransport : IDisposable
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/x-amz-json-1.0");

    private static readonly string UserAgent =
        $"TypedTables/{typeof(DirectTransport).Assembly.GetName().Version!.ToString(3)}";

    private readonly HttpConnections _connections;
    private readonly Uri _endpoint;
    private readonly byte[] _host;
    private readonly int _replyBytesMax;

    /// <summary>Creates a transport. Makes no connection yet.</summary>
    /// <param name="endpoint">The service's address.</param>
    /// <param name="options">The lifetime and number of connections, and the maximum length of a response.</param>
    /// <param name="configure">Changes the HTTP handler, for tests: trusted certificates, a proxy.</param>
    /// <exception cref="ArgumentException">The endpoint has a path, or is neither http nor https.</exception>
    public DirectTransport(Uri endpoint, TableClientOptions options, Action<SocketsHttpHandler>? configure = null)
    {
        if (endpoint.PathAndQuery != "/" || endpoint.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException(
                $"The direct wire takes an endpoint of http or https without a path, but was given {endpoint}.",
                nameof(endpoint));
        }

        _endpoint = endpoint;
        _host = Encoding.ASCII.GetBytes(HostOf(endpoint));
        _replyBytesMax = options.ReplyBytesMax;
        _connections = new HttpConnections(options, handler =>
        {
            handler.UseProxy = !endpoint.IsLoopback; // a proxy would connect to its own loopback
            configure?.Invoke(handler);
        });
    }

    /// <summary>Sends a request and reads the response, which may be an error.</summary>
    /// <exception cref="NotSentException">
    /// Nothing was sent: no connection could be made, or none became free in time.
    /// </exception>
    /// <exception cref="BadReplyException">The response cannot be understood.</exception>
    /// <exception cref="IOException">There was no response, or an incomplete one.</exception>
    /// <exception cref="TimeoutException">There was no response in time.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled the call.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of before the request was sent.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WireReply> SendAsync(
        WireTarget target,
        ReadOnlyMemory<byte> body,
        SigningContext context,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var pool = _connections.Current;
        var begunAt = Environment.TickCount64;
        using var deadline = new AttemptDeadline(timeout, cancellationToken, _connections.Disposed);
        using var content = new RequestBody(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = content };
        content.Headers.ContentType = ContentType;
        context.Sign(request.Headers, _host, target, body.Span);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        try
        {
            using var response = await pool.Http.SendAsync(request, deadline.Token).ConfigureAwait(false);
            var reply = await HttpReply.ReadAsync(response, _replyBytesMax, deadline.Token).ConfigureAwait(false);
            pool.Answered();
            return WireReplyReader.Read(reply, pool);
        }
        catch (Exception error) when (
            error is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = Failure(error, content.IsBegun);
            if (failure is TimeoutException)
                pool.TimedOut(begunAt);
            throw failure;
        }
    }

    /// <summary>Closes the connections and aborts the attempts in progress.</summary>
    public void Dispose() => _connections.Dispose();

    /// <summary>
    /// Maps an attempt's exception to this layer's. Whether the service can have seen the request decides what may be
    /// retried.
    /// </summary>
    private Exception Failure(
        Exception error,
        bool isBegun) => (_connections.Disposed.IsCancellationRequested, isBegun, error) switch
    {
        (true, false, _) => new ObjectDisposedException(nameof(TableClient)),
        (true, true, _) => new IOException("the client was disposed of before the response came", error),
        (_, false, HttpRequestException) => new NotSentException(
            $"no connection to {_endpoint.Scheme}://{_endpoint.Authority} was made: {error.Message}", error),
        (_, false, _) => new NotSentException(
            $"no connection to {_endpoint.Scheme}://{_endpoint.Authority} was made, or became free, within the "
            + "time-out",
            error),
        (_, true, HttpRequestException) => new IOException(error.Message, error),
        _ => new TimeoutException("no answer came within the time-out.", error),
    };

    /// <summary>The <c>Host</c> header exactly as the handler sends it, because it is signed.</summary>
    private static string HostOf(Uri endpoint)
    {
        var name = endpoint.HostNameType == UriHostNameType.IPv6 ? $"[{endpoint.IdnHost}]" : endpoint.IdnHost;
        return endpoint.IsDefaultPort ? name : FormattableString.Invariant($"{name}:{endpoint.Port}");
    }
}
