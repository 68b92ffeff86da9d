namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// How many messages are worked on at once: fewer while the tables push back, more again while they do not.
/// </summary>
/// <remarks>
/// Halved at the first push-back and once more by each message that was begun after that and is pushed back, too; one
/// more for each round of successes (additive increase, multiplicative decrease, as TCP does it). At one at a time,
/// pauses that double follow each push-back, so that an outage of hours touches few messages: the others wait in their
/// queue, where waiting costs nothing.
/// </remarks>
internal sealed class AdaptiveLimiter(int max, TimeProvider clock) : IDisposable
{
    internal static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>
    /// RabbitMQ takes back what is not acknowledged after 30 minutes, and closes the channel with all else on it.
    /// Nobody waits that long.
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

    /// <summary>Called with the new limit when it has changed.</summary>
    public Action<int>? OnChanged { get; set; }

    /// <summary>How many may be worked on at once, 1 to <see cref="Max"/>.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
                return _limit;
        }
    }

    /// <summary>How many there are at most.</summary>
    public int Max { get; } = max;

    /// <summary>Waits until one more may be worked on.</summary>
    /// <returns>What <see cref="Leave"/> asks for: the round in which it was let in.</returns>
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

    /// <summary>Says that one is done.</summary>
    /// <param name="round">What <see cref="EnterAsync"/> gave.</param>
    /// <param name="isPushedBack">Whether it failed because the tables could not keep up, or could not be
    /// reached.</param>
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
    /// From what really was inside: a limit far above it would have to be halved many times before anybody noticed.
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
            if (next.TrySetResult(_round)) // Not one that has stopped waiting.
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
