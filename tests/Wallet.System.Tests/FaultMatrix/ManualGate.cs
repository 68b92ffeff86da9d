namespace SystemTests.FaultMatrix;

/// <summary>Holds everybody who comes by while it is closed.</summary>
internal sealed class ManualGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;
    private int _held;
    private int _left;

    /// <summary>Closes, and waits until so many are held or have left for good.</summary>
    public async Task CloseAsync(int count)
    {
        lock (_lock)
            _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Parts.Eventually.IsTrueAsync(
            () => Volatile.Read(ref _held) + Volatile.Read(ref _left) >= count,
            "everybody to wait at the gate"
        );
    }

    public void Open()
    {
        TaskCompletionSource? closed;
        lock (_lock)
            (closed, _closed, _held) = (_closed, null, 0);
        closed?.SetResult();
    }

    public Task PassAsync()
    {
        lock (_lock)
        {
            if (_closed is null)
                return Task.CompletedTask;
            _held++;
            return _closed.Task;
        }
    }

    public void Leave() => Interlocked.Increment(ref _left);
}
