namespace TypedTables.Tests.Parts;

/// <summary>A clock on which time passes only when a test says so, or by just what each timer asks for.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private readonly SemaphoreSlim _started = new(0);
    private TimeSpan _elapsed;
    private TimeSpan _putBack;

    /// <summary>
    /// Whether every timer is due as soon as it is started, on the thread that starts it, the time that it takes having
    /// passed.
    /// </summary>
    public bool FiresAtOnce { get; init; }

    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
                return _elapsed;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Elapsed - _putBack;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state);
        timer.Change(dueTime, period);
        lock (_lock)
        {
            timer.Due += _elapsed;
            _timers.Add(timer);
        }

        _started.Release();
        if (FiresAtOnce)
            Advance(dueTime);
        return timer;
    }

    /// <summary>Puts the wall clock back, as somebody may; no timer minds.</summary>
    public void PutBack(TimeSpan time) => _putBack += time;

    /// <summary>Waits until the code under test has started one timer more.</summary>
    public Task TimerStartedAsync() => _started.WaitAsync();

    public void Advance(TimeSpan time)
    {
        List<Timer> due;
        lock (_lock)
        {
            _elapsed += time;
            due = _timers.FindAll(timer => timer.Due <= _elapsed);
            _timers.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        private volatile bool _isDisposed;

        public TimeSpan Due { get; set; }

        public void Fire()
        {
            if (!_isDisposed)
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose() => _isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
