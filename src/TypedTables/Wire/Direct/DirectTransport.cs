using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Wire.Direct;

/// <summary>Makes one attempt of a call: a signed HTTP/1.1 request, and the whole answer.</summary>
internal sealed class DirectTransport : IDisposable
{
    /// <summary>Bodies up to this length are sent together with the head; longer ones after it, without being copied.</summary>
    private const int BodyLengthTogetherMax = 16 * 1024;
    private const int ContentLengthMax = 40;

    private readonly HttpConnectionPool _pool;
    private readonly byte[] _host;
    private readonly byte[] _requestHead;
    private readonly int _replyBytesMax;

    /// <summary>Makes a transport. No connection is made yet.</summary>
    /// <param name="endpoint">Where the service is.</param>
    /// <param name="options">How long connections live, and how long a reply may be.</param>
    /// <exception cref="ArgumentException">The endpoint has a path, or cannot be reached by HTTP.</exception>
    public DirectTransport(Uri endpoint, TableClientOptions options)
    {
        var origin = new HttpOrigin(endpoint, HttpClient.DefaultProxy); // HTTPS_PROXY, NO_PROXY and the like
        _pool = new HttpConnectionPool(origin, options.ConnectionLifetime, options.AttemptTimeout);
        _host = Encoding.ASCII.GetBytes(origin.Host);
        _requestHead = Encoding.ASCII.GetBytes(origin.RequestHead + "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: ");
        _replyBytesMax = options.ReplyBytesMax;
    }

    /// <summary>Sends a request and reads the answer, an error included.</summary>
    /// <exception cref="NotSentException">Nothing was sent, because no connection came about.</exception>
    /// <exception cref="BadReplyException">The answer cannot be understood.</exception>
    /// <exception cref="IOException">There was none, or not a whole one.</exception>
    /// <exception cref="TimeoutException">There was none in that time.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WireReply> SendAsync(WireTarget target, ReadOnlyMemory<byte> body, SigningMoment moment, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            var idle = _pool.TryTake();
            var connection = idle ?? await _pool.ConnectAsync(timeout, cancellationToken).ConfigureAwait(false);
            var isKept = false;
            try
            {
                var together = body.Length <= BodyLengthTogetherMax;
                var length = WriteRequest(connection, target, body.Span, moment, together);
                connection.Begin(deadline);
                var registration = cancellationToken.UnsafeRegister(static connection => ((HttpConnection)connection!).GiveUp(), connection);
                try
                {
                    var reply = await connection.ExchangeAsync(length, together ? default : body, _replyBytesMax).ConfigureAwait(false);
                    isKept = !reply.Head.IsLast;
                    return ReplyReader.Read(reply);
                }
                finally
                {
                    // Where the caller is just giving up, the connection is about to be cut off, and must not be another call's by then.
                    isKept &= !cancellationToken.CanBeCanceled || registration.Unregister();
                    isKept &= connection.TryEnd();
                }
            }
            catch (NotSentException) when (idle is not null && !connection.IsCutOff)
            {
                // The other side has closed it meanwhile. That costs nothing but to take another.
            }
            catch (Exception error) when (connection.IsCutOff && error is IOException or ObjectDisposedException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException("no answer came within the time-out.", error);
            }
            finally
            {
                if (isKept)
                    _pool.Return(connection);
                else
                    _pool.Discard(connection);
            }
        }
    }

    public void Dispose() => _pool.Dispose();

    /// <returns>How many bytes of the connection's memory it fills.</returns>
    private int WriteRequest(HttpConnection connection, WireTarget target, ReadOnlySpan<byte> body, SigningMoment moment, bool isTogether)
    {
        var lengthMost = _requestHead.Length + target.Utf8.Length + moment.HeadersLength + ContentLengthMax + (isTogether ? body.Length : 0);
        var memory = connection.RequestMemory(lengthMost);
        var at = 0;
        Append(memory, ref at, _requestHead);
        Append(memory, ref at, target.Utf8);
        at += moment.WriteHeaders(_host, target.Utf8, body, memory[at..]);
        Append(memory, ref at, "\r\nContent-Length: "u8);
        Utf8Formatter.TryFormat(body.Length, memory[at..], out var digits);
        at += digits;
        Append(memory, ref at, "\r\n\r\n"u8);
        if (isTogether)
            Append(memory, ref at, body);
        return at;
    }

    private static void Append(Span<byte> memory, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(memory[at..]);
        at += text.Length;
    }
}

/// <summary>An answer that cannot be understood. What was asked for may have been carried out.</summary>
internal sealed class BadReplyException(string message, Exception? inner = null) : IOException(message, inner);
