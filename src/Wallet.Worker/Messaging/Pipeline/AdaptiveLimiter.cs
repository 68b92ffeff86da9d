namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Limits how many messages are processed at once: fewer while the tables push back, more again when they stop.
/// </summary>
/// <remarks>
/// Additive increase, multiplicative decrease, as in TCP. The limit is halved at the first push-back, and again by each
/// message that began after that and is pushed back, too; it grows by one for each round of successes. At a limit of
/// one, pauses that double follow each push-back, so that even an outage of hours touches few messages: the others wait
/// in their queue, where waiting costs nothing.
/// </remarks>
internal sealed class AdaptiveLimiter(int max, TimeProvider clock) : IDisposable
{
    internal static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>
    /// RabbitMQ takes back a message that is not acknowledged for 30 minutes, and closes its channel. So no message
    /// waits that long.
    /// </summary>
    internal static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<int>> _waiting = new();
    private ITimer? _timer;
    private int _limit = max;
    private int _inside;
    private int _successes;
    private int _round;
    private TimeSpan _pause;
    private bool _isPausing;

    /// <summary>Called with the new limit whenever it changes.</summary>
    public Action<int>? OnChanged { get; set; }

    /// <summary>The current limit, 1 to <see cref="Max"/>.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
                return _limit;
        }
    }

    /// <summary>The maximum limit.</summary>
    public int Max { get; } = max;

    /// <summary>Waits until another message may be processed.</summary>
    /// <returns>The current round, to be passed to <see cref="Leave"/>.</returns>
    public ValueTask<int> EnterAsync(CancellationToken cancelled)
    {
        TaskCompletionSource<int> place;
        lock (_lock)
        {
            if (_inside < _limit && !_isPausing && _waiting.Count == 0)
            {
                _inside++;
                return new ValueTask<int>(_round);
            }

            place = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(place);
        }

        return new ValueTask<int>(WaitAsync(place, cancelled));
    }

    /// <summary>Notes that a message is done.</summary>
    /// <param name="round">The value that <see cref="EnterAsync"/> returned.</param>
    /// <param name="isPushedBack">Whether it failed because the tables were overloaded or unreachable.</param>
    public void Leave(int round, bool isPushedBack)
    {
        int? changed = null;
        lock (_lock)
        {
            var before = _limit;
            if (isPushedBack && round == _round)
                Shrink();
            else if (!isPushedBack)
                Grow();
            _inside--;
            if (_limit != before)
                changed = _limit;
            LetIn();
        }

        if (changed is { } limit)
            OnChanged?.Invoke(limit);
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>
    /// Halves the limit, starting from the number in progress: a limit far above it would have to be halved many times
    /// before that had an effect.
    /// </summary>
    private void Shrink()
    {
        if (_limit == 1)
        {
            _pause = _pause == TimeSpan.Zero ? PauseFirst : _pause * 2 < PauseMax ? _pause * 2 : PauseMax;
            _isPausing = true;
            _timer ??= clock.CreateTimer(_ => EndPause(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        }

        _limit = Math.Max(1, Math.Min(_limit, _inside) / 2);
        _successes = 0;
        _round++;
    }

    private void Grow()
    {
        _pause = TimeSpan.Zero;
        if (_limit == Max || ++_successes < _limit)
            return;
        _limit++;
        _successes = 0;
    }

    private void EndPause()
    {
        lock (_lock)
        {
            _isPausing = false;
            LetIn();
        }
    }

    private void LetIn()
    {
        while (_inside < _limit && !_isPausing && _waiting.TryDequeue(out var next))
        {
            if (next.TrySetResult(_round)) // skip one that has stopped waiting
                _inside++;
        }
    }

    private async Task<int> WaitAsync(TaskCompletionSource<int> place, CancellationToken cancelled)
    {
        await using var stopping = cancelled.Register(() => place.TrySetCanceled(cancelled));
        await using var patience = clock.CreateTimer(_ => LetInAnyway(place), null, WaitMax, Timeout.InfiniteTimeSpan);
        return await place.Task;
    }

    private void LetInAnyway(TaskCompletionSource<int> place)
    {
        lock (_lock)
        {
            if (place.TrySetResult(_round))
                _inside++;
        }
    }
}
