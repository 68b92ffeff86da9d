using System.Collections.Concurrent;

namespace TypedTables.Tests.Parts;

/// <summary>
/// The context of a user interface or an old web server: one thread, and whatever is posted waits until that thread is
/// free.
/// </summary>
internal sealed class OneThreadContext : SynchronizationContext
{
    // Reached only where the blocked thread waits for what was posted to it: a deadlock.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Action> _queue = new();
    private int _posted;

    /// <summary>How much was ever posted or sent here.</summary>
    public int Posted => Volatile.Read(ref _posted);

    /// <summary>
    /// Begins a call on the one thread, blocks that thread on it, and only then lets another thread answer.
    /// </summary>
    public static int PostedWhileBlockedOn(Func<Task> call, Action answer)
    {
        var context = new OneThreadContext();
        context.Run(() =>
        {
            var pending = call();
            pending.IsCompleted.ShouldBeFalse();
            new Thread(() => answer()) { IsBackground = true }.Start();
            pending.GetAwaiter().GetResult();
        });
        return context.Posted;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        Interlocked.Increment(ref _posted);
        _queue.Enqueue(() => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs the work on the one thread, and then what was posted meanwhile.</summary>
    public void Run(Action work)
    {
        Exception? failure = null;
        _queue.Enqueue(work);
        var thread = new Thread(() => failure = Record.Exception(RunQueue)) { IsBackground = true };
        thread.Start();

        thread
            .Join(Patience)
            .ShouldBeTrue($"the blocked thread never went on; {Posted} continuations were posted to it");
        failure.ShouldBeNull();
    }

    private void RunQueue()
    {
        SetSynchronizationContext(this);
        while (_queue.TryDequeue(out var action))
            action();
    }
}
