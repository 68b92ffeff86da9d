using System.Collections.Concurrent;
using MassTransit;

namespace Wallet.Worker.Health;

/// <summary>Which queues this worker listens to, as MassTransit and the broker say it, and which it should but does not.</summary>
internal sealed class Hearing(TimeProvider clock) : IReceiveEndpointObserver
{
    /// <summary>MassTransit tries again by itself, at most 30 s after a failure. What is silent for longer, it has given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    private readonly ConcurrentDictionary<string, Ear> _ears = new(StringComparer.Ordinal);

    /// <summary>The queues that this worker should listen to.</summary>
    public IReadOnlyCollection<string> Queues => [.. _ears.Keys];

    /// <summary>What is wrong, a line for each queue.</summary>
    public IReadOnlyList<string> Faults => [.. _ears.Where(one => one.Value.Fault is not null).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value.Fault}")];

    /// <summary>The queues that nobody is about to listen to again.</summary>
    public IReadOnlyList<string> GivenUp => [.. _ears.Where(one => one.Value.Fault is not null && clock.GetElapsedTime(one.Value.Since) > Patience).Select(one => one.Key)];

    public Task Ready(ReceiveEndpointReady ready) => Note(ready.InputAddress, isTaking: true);

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Note(completed.InputAddress, isTaking: false);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Note(faulted.InputAddress, isTaking: false);

    /// <summary>What the broker says of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="consumers">How many consumers it has, of all workers together; null where there is no such queue.</param>
    public void Saw(string queue, uint? consumers)
    {
        if (!_ears.TryGetValue(queue, out var ear))
            return;
        var (isHeard, exists) = (consumers > 0, consumers is not null);
        var since = ear.IsHeard == isHeard ? ear.Since : clock.GetTimestamp();
        if (ear.IsHeard != isHeard || ear.Exists != exists)
            _ears.TryUpdate(queue, ear with { IsHeard = isHeard, Exists = exists, Since = since }, ear);
    }

    /// <summary>Gives the queues time anew: everything was started again.</summary>
    public void StartOver()
    {
        foreach (var (queue, ear) in _ears)
            _ears.TryUpdate(queue, ear with { IsHeard = true, Since = clock.GetTimestamp() }, ear);
    }

    private Task Note(Uri address, bool isTaking)
    {
        var queue = address.Segments[^1];
        if (queue.StartsWith("wallet-", StringComparison.Ordinal)) // not the bus's own
            _ears[queue] = new Ear(isTaking, IsHeard: true, Exists: true, clock.GetTimestamp());
        return Task.CompletedTask;
    }

    private sealed record Ear(bool IsTaking, bool IsHeard, bool Exists, long Since)
    {
        public string? Fault => (IsTaking, IsHeard, Exists) switch
        {
            (_, false, false) => "does not exist",
            (_, false, true) => "has no consumer",
            (false, _, _) => "is not listened to by this worker",
            _ => null,
        };
    }
}
