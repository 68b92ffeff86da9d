using System.Net;

namespace TypedTables.Wire.Direct.Http;

/// <summary>The connections to one endpoint, as .NET's handler pools them.</summary>
/// <param name="options">How long connections live, and how many there may be.</param>
/// <param name="configure">Changes each handler: which proxy it takes.</param>
internal sealed class HttpConnections(TableClientOptions options, Action<SocketsHttpHandler> configure) : IDisposable
{
    /// <summary>Before load balancers that close idle connections after a minute do.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(50);

    /// <summary>
    /// How many pools may be on their way out: a service that is wrong or silent for long must not cost all
    /// descriptors.
    /// </summary>
    private const int RetiringMax = 8;

    private readonly CancellationTokenSource _disposed = new();
    private Pool? _current;
    private int _retiring;

    /// <summary>Ends what is under way when this is disposed of.</summary>
    public CancellationToken Disposed => _disposed.Token;

    /// <summary>Where the next request goes.</summary>
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
        next.Http.Dispose(); // another caller was first
        return current!;
    }

    private HttpMessageInvoker NewHandler()
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // the table layer has an activity of its own for each call
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.AttemptTimeout,
            MaxConnectionsPerServer = options.ConnectionsMax,
            MaxResponseDrainSize = 0, // a response that is not wanted to its end costs a connection, and no time
            MaxResponseHeadersLength = 16,
            PooledConnectionIdleTimeout = IdleMax,
            PooledConnectionLifetime = options.ConnectionLifetime,
            UseCookies = false,
        };
        configure(handler);
        return new HttpMessageInvoker(handler);
    }

    private TimeSpan TimeToEnd => options.CallTimeout;

    /// <summary>Connections that came about together, and go together where they can no longer be used.</summary>
    internal sealed class Pool(HttpConnections owner) : IReplySource
    {
        private long _answeredAt;

        public HttpMessageInvoker Http { get; } = owner.NewHandler();

        /// <summary>A response has come.</summary>
        public void Answered() => Volatile.Write(ref _answeredAt, Environment.TickCount64);

        /// <summary>
        /// No response has come in time. Where none has come to anybody since, the connections may all be dead without
        /// a word, as behind a firewall that forgot them: the next attempt makes a new one.
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

        /// <summary>What is under way goes on to its end: its response is checked like any other.</summary>
        private async Task RetireAsync()
        {
            await Task.Delay(owner.TimeToEnd, owner.Disposed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Http.Dispose();
            Interlocked.Decrement(ref owner._retiring);
        }
    }
}
