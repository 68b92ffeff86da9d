namespace TypedTables.Wire.Direct.Http;

/// <summary>Connections to one origin: used again, latest first, until they are too old or too long idle.</summary>
/// <remarks>
/// One timer looks at all of them and cuts off the exchanges whose time is over: a timer for each would cost more than it guards. It runs
/// while there are connections.
/// </remarks>
internal sealed class HttpConnectionPool : IDisposable
{
    /// <summary>Before services that close idle connections after a minute do.</summary>
    private const long IdleMsMax = 50_000;

    private readonly Lock _lock = new();
    private readonly HttpOrigin _origin;
    private readonly long _lifetimeMs;
    private readonly long _periodMs;
    private readonly HashSet<HttpConnection> _all = [];
    private readonly Timer _timer;
    private List<HttpConnection> _idle = [];
    private bool _isDisposed;

    /// <param name="origin">Where connections lead.</param>
    /// <param name="lifetime">How long each is used.</param>
    /// <param name="attemptTimeout">How long exchanges usually may take: they may take an eighth more.</param>
    public HttpConnectionPool(HttpOrigin origin, TimeSpan lifetime, TimeSpan attemptTimeout)
    {
        _origin = origin;
        _lifetimeMs = (long)Math.Min(lifetime.TotalMilliseconds, int.MaxValue);
        _periodMs = (long)Math.Clamp(attemptTimeout.TotalMilliseconds / 8, 10, 1000);
        _timer = new Timer(static pool => ((HttpConnectionPool)pool!).LookAtAll(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>A connection that is there already, or null.</summary>
    public HttpConnection? TryTake()
    {
        while (true)
        {
            HttpConnection connection;
            lock (_lock)
            {
                if (_idle.Count == 0)
                    return null;
                connection = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }

            if (!IsOver(connection, Environment.TickCount64))
                return connection;
            Discard(connection);
        }
    }

    /// <summary>A new connection.</summary>
    /// <exception cref="NotSentException">None came about.</exception>
    /// <exception cref="TimeoutException">Not in that time.</exception>
    public async ValueTask<HttpConnection> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(timeout);
        try
        {
            var connection = await _origin.ConnectAsync(timer.Token).ConfigureAwait(false);
            Add(connection);
            return connection;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no connection came about within the time-out.", error);
        }
    }

    /// <summary>Takes back a connection for others to use.</summary>
    public void Return(HttpConnection connection)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _idle.Add(connection);
                return;
            }
        }

        Discard(connection);
    }

    /// <summary>Closes a connection.</summary>
    public void Discard(HttpConnection connection)
    {
        lock (_lock)
            _all.Remove(connection);
        connection.Dispose();
    }

    /// <summary>Closes all connections. Whoever still waits for an answer gets none.</summary>
    public void Dispose()
    {
        List<HttpConnection> idle;
        lock (_lock)
        {
            _isDisposed = true;
            (idle, _idle) = (_idle, []);
            foreach (var connection in _all)
                connection.GiveUp();
        }

        idle.ForEach(Discard);
        _timer.Dispose();
    }

    private void Add(HttpConnection connection)
    {
        lock (_lock)
        {
            _all.Add(connection);
            if (_all.Count == 1 && !_isDisposed)
                _timer.Change(_periodMs, _periodMs);
        }
    }

    private bool IsOver(HttpConnection connection, long now) => now - connection.OpenedAt > _lifetimeMs || now - connection.IdleSince > IdleMsMax;

    private void LookAtAll()
    {
        var now = Environment.TickCount64;
        List<HttpConnection>? over = null;
        lock (_lock)
        {
            foreach (var connection in _all)
                connection.CutOffAt(now);
            if (_idle.Exists(connection => IsOver(connection, now)))
            {
                over = _idle.FindAll(connection => IsOver(connection, now));
                _idle.RemoveAll(connection => IsOver(connection, now));
            }

            if (_all.Count == (over?.Count ?? 0) && !_isDisposed)
                _timer.Change(Timeout.Infinite, Timeout.Infinite);
        }

        over?.ForEach(Discard);
    }
}
