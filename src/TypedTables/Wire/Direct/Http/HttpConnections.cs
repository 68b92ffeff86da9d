using System.Net;

namespace TypedTables.Wire.Direct.Http;

/// <summary>The connections to one endpoint, as .NET's handler pools them.</summary>
/// <param name="options">How long connections live, and how many there may be.</param>
/// <param name="configure">Changes each handler, for tests: whose certificates it trusts, which proxy it takes.</param>
internal sealed class HttpConnections(TableClientOptions options, Action<SocketsHttpHandler>? configure) : IDisposable
{
    /// <summary>Before load balancers that close idle connections after a minute do.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(50);

    private readonly CancellationTokenSource _disposed = new();
    private Pool? _current;

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
        configure?.Invoke(handler);
        return new HttpMessageInvoker(handler);
    }

    /// <summary>
    /// Connections that came about together, and go together where one of them has lost count of its responses.
    /// </summary>
    internal sealed class Pool(HttpConnections owner) : IReplySource
    {
        public HttpMessageInvoker Http { get; } = owner.NewHandler();

        /// <inheritdoc/>
        public void Distrust()
        {
            if (Volatile.Read(ref owner._current) != this)
                return;

            owner.Replace(this);
            _ = RetireAsync();
        }

        /// <summary>What is under way goes on to its end: its response is checked like any other.</summary>
        private async Task RetireAsync()
        {
            await Task.Delay(owner.TimeToEnd, owner.Disposed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Http.Dispose();
        }
    }

    private TimeSpan TimeToEnd => options.CallTimeout;
}
