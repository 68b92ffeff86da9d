using System.Net;

namespace TypedTables.Wire.Direct.Http;

/// <summary>The connections to one endpoint, pooled by .NET's handler.</summary>
/// <param name="options">The lifetime and number of connections.</param>
/// <param name="configure">Changes each handler, for example its proxy.</param>
internal sealed class HttpConnections(TableClientOptions options, Action<SocketsHttpHandler> configure) : IDisposable
{
    /// <summary>Shorter than the minute after which load balancers close idle connections.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(50);

    /// <summary>
    /// The maximum number of pools that are being retired, so that a long fault of the service does not use up all file
    /// descriptors.
    /// </summary>
    private const int RetiringMax = 8;

    private readonly CancellationTokenSource _disposed = new();
    private Pool? _current;
    private int _retiring;

    /// <summary>Cancelled when this object is disposed of.</summary>
    public CancellationToken Disposed => _disposed.Token;

    /// <summary>The pool for the next request.</summary>
    public Pool Current => Volatile.Read(ref _current) ?? Replace(null);

    public void Dispose()
    {
        _disposed.Cancel();
        Volatile.Read(ref _current)?.Http.Dispose();
    }

    private Pool Replace(Pool? pool)
    {
        var next = new Pool(this);
        var current = Interlocked.CompareExchange(ref _current, next, pool);
        if (current == pool)
            return next;
        next.Http.Dispose(); // another thread was first
        return current!;
    }

    private HttpMessageInvoker NewHandler()
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // the table layer creates its own activity for each call
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.AttemptTimeout,
            MaxConnectionsPerServer = options.ConnectionsMax,
            MaxResponseDrainSize = 0, // closing the connection is faster than reading an unwanted response to its end
            MaxResponseHeadersLength = 16,
            PooledConnectionIdleTimeout = IdleMax,
            PooledConnectionLifetime = options.ConnectionLifetime,
            UseCookies = false,
        };
        configure(handler);
        return new HttpMessageInvoker(handler);
    }

    private TimeSpan TimeToEnd => options.CallTimeout;

    /// <summary>Connections that are created and abandoned together.</summary>
    internal sealed class Pool(HttpConnections owner) : IReplySource
    {
        private long _answeredAt;

        public HttpMessageInvoker Http { get; } = owner.NewHandler();

        /// <summary>Notes that a response has come.</summary>
        public void Answered() => Volatile.Write(ref _answeredAt, Environment.TickCount64);

        /// <summary>
        /// Notes that no response came in time. If none has come on any connection since, the pool is replaced: all
        /// connections may be dead without notice, as after a firewall has forgotten them.
        /// </summary>
        /// <param name="begunAt">When the attempt began, by <see cref="Environment.TickCount64"/>.</param>
        public void TimedOut(long begunAt)
        {
            if (Volatile.Read(ref _answeredAt) <= begunAt)
                Distrust();
        }

        /// <inheritdoc/>
        public void Distrust()
        {
            if (Volatile.Read(ref owner._current) != this)
                return;
            if (Interlocked.Increment(ref owner._retiring) > RetiringMax)
            {
                Interlocked.Decrement(ref owner._retiring);
                return;
            }

            owner.Replace(this);
            _ = RetireAsync();
        }

        /// <summary>Lets requests in progress finish: their responses are checked like any other.</summary>
        private async Task RetireAsync()
        {
            await Task.Delay(owner.TimeToEnd, owner.Disposed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Http.Dispose();
            Interlocked.Decrement(ref owner._retiring);
        }
    }
}
