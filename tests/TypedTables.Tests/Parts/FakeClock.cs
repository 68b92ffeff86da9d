using Microsoft.Extensions.Time.Testing;

namespace TypedTables.Tests.Parts;

/// <summary>A clock that stands still, begins at the epoch, and tells of the timers that are started.</summary>
internal sealed class FakeClock() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
{
    private readonly SemaphoreSlim _started = new(0);
    private TimeSpan _setBack;

    /// <summary>Whether a new timer fires at once, on the thread that starts it, as if its time had passed.</summary>
    public bool FiresAtOnce { get; init; }

    public TimeSpan Elapsed => base.GetUtcNow() - Start;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - _setBack;

    /// <summary>Not the base's, which goes back with the wall clock.</summary>
    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _started.Release();
        if (FiresAtOnce)
            Advance(dueTime);
        return timer;
    }

    /// <summary>Sets the wall clock back; timers do not notice.</summary>
    public void PutBack(TimeSpan time) => _setBack += time;

    /// <summary>Waits until the code under test has started one more timer.</summary>
    public Task TimerStartedAsync() => _started.WaitAsync();
}
