using System.Collections.Concurrent;

namespace TypedTables.Wire.Direct.Http;

/// <summary>Cancels an attempt when its time is up, its caller cancels, or its client is disposed of.</summary>
/// <remarks>Reuses a cancellation source that was not cancelled, because its timer is expensive to create.</remarks>
internal readonly struct AttemptDeadline : IDisposable
{
    private static readonly ConcurrentBag<CancellationTokenSource> Unused = [];

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly CancellationTokenRegistration _client;

    public AttemptDeadline(TimeSpan timeout, CancellationToken caller, CancellationToken client)
    {
        _source = Unused.TryTake(out var unused) ? unused : new CancellationTokenSource();
        _caller = caller.UnsafeRegister(Cancel, _source);
        _client = client.UnsafeRegister(Cancel, _source);
        _source.CancelAfter(timeout);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        // Waits for a running callback, so that it cannot cancel the next attempt.
        _caller.Dispose();
        _client.Dispose();
        if (_source.TryReset())
            Unused.Add(_source);
        else
            _source.Dispose();
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}
