using System.Collections.Concurrent;
using MassTransit;

namespace Wallet.Worker.Health;

/// <summary>Which queues this worker listens to, as MassTransit and the broker say it, and which it should but does not.</summary>
internal sealed class Hearing(TimeProvider clock) : IReceiveEndpointObserver
{
    /// <summary>MassTransit tries again by itself, at most 30 s after a failure. What is silent for longer, it has given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Of a channel that died without MassTransit being told, nobody tries anything. Ending it tells MassTransit; where that has not helped by now, it does not.</summary>
    public TimeSpan PatienceWithDead { get; init; } = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Ear> _ears = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConsumerChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>The queues that this worker should listen to.</summary>
    public IReadOnlyCollection<string> Queues => [.. _ears.Keys];

    /// <summary>What is wrong, a line for each queue.</summary>
    public IReadOnlyList<string> Faults => [.. _ears.Where(one => one.Value.Fault is not null).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value.Fault}")];

    /// <summary>The queues that nobody is about to listen to again.</summary>
    public IReadOnlyList<string> GivenUp => [.. _ears.Where(one => one.Value.Fault is not null && clock.GetElapsedTime(one.Value.Since) > PatienceWith(one.Value)).Select(one => one.Key)];

    public Task Ready(ReceiveEndpointReady ready) => Note(ready.InputAddress, isTaking: true);

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Note(completed.InputAddress, isTaking: false);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Note(faulted.InputAddress, isTaking: false);

    /// <summary>Says on which channel a queue is about to be listened to.</summary>
    public void Opened(string queue, ConsumerChannel channel) => _channels[queue] = channel;

    /// <summary>Ends the channels of which MassTransit believes that they take messages, and that are dead.</summary>
    /// <remarks>
    /// When a connection breaks, RabbitMQ's client tells its channels one after the other, and waits each time until MassTransit is done with that
    /// channel's messages; those may wait for the broker, and the others are never told. To end one takes as long, so all are ended at once.
    /// </remarks>
    public Task CloseDeadChannelsAsync() =>
        Task.WhenAll(_ears.Where(one => one.Value.IsDead).Select(one => _channels.TryGetValue(one.Key, out var channel) ? channel.EndAsync() : Task.CompletedTask));

    /// <summary>What the broker says of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="consumers">How many consumers it has, of all workers together; null where there is no such queue.</param>
    public void Saw(string queue, uint? consumers)
    {
        if (!_ears.TryGetValue(queue, out var ear))
            return;
        var isOpen = !_channels.TryGetValue(queue, out var channel) || channel.IsOpen;
        var seen = ear with { IsHeard = consumers > 0, Exists = consumers is not null, IsOpen = isOpen };
        if (seen.IsHeard != ear.IsHeard || seen.IsOpen != ear.IsOpen)
            seen = seen with { Since = clock.GetTimestamp() };
        if (seen != ear)
            _ears.TryUpdate(queue, seen, ear);
    }

    /// <summary>Gives the queues time anew: everything was started again.</summary>
    public void StartOver()
    {
        foreach (var (queue, ear) in _ears)
            _ears.TryUpdate(queue, ear with { IsHeard = true, IsOpen = true, Since = clock.GetTimestamp() }, ear);
    }

    private TimeSpan PatienceWith(Ear ear) => ear.IsDead ? PatienceWithDead : Patience;

    private Task Note(Uri address, bool isTaking)
    {
        var queue = address.Segments[^1];
        if (queue.StartsWith("wallet-", StringComparison.Ordinal)) // not the bus's own
            _ears[queue] = new Ear(isTaking, IsHeard: true, Exists: true, IsOpen: true, clock.GetTimestamp());
        return Task.CompletedTask;
    }

    private sealed record Ear(bool IsTaking, bool IsHeard, bool Exists, bool IsOpen, long Since)
    {
        /// <summary>Whether MassTransit believes that messages are taken, on a channel that is closed.</summary>
        public bool IsDead => IsTaking && !IsOpen;

        public string? Fault => (IsTaking && IsOpen, IsHeard, Exists) switch
        {
            (_, false, false) => "does not exist",
            (_, false, true) => "has no consumer",
            (false, _, _) => "is not listened to by this worker",
            _ => null,
        };
    }
}

/// <summary>The channel on which a queue is listened to.</summary>
/// <param name="isOpen">Whether it is open, and its connection, too.</param>
/// <param name="end">Closes it, and tells whoever consumes on it.</param>
internal sealed class ConsumerChannel(Func<bool> isOpen, Func<Task> end)
{
    /// <summary>Once: a channel that is being closed has by halves been disposed of.</summary>
    private readonly Lazy<Task> _ended = new(async () => await end());

    public bool IsOpen => isOpen();

    public Task EndAsync() => _ended.Value;
}
