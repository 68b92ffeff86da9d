using System.Collections.Concurrent;
using MassTransit;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Messaging.Observation;

/// <summary>
/// Which queues this worker listens to, as MassTransit and the broker say it, and which it should but does not.
/// </summary>
internal sealed class ConsumerStatus(ConsumerChannels channels, TimeProvider clock) : IReceiveEndpointObserver
{
    /// <summary>
    /// MassTransit tries again by itself, at most 30 s after a failure. What is silent for longer, it has given up.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Of a channel that died without MassTransit being told, nobody tries anything. Ending it tells MassTransit; where
    /// that has not helped by now, it does not.
    /// </summary>
    public TimeSpan PatienceWithDead { get; init; } = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, QueueState> _states = new(StringComparer.Ordinal);

    /// <summary>The queues that this worker should listen to.</summary>
    public IReadOnlyCollection<string> Queues => [.. _states.Keys];

    /// <summary>What is wrong, a line for each queue.</summary>
    public IReadOnlyList<string> Faults =>
        [
            .. _states
                .Where(one => one.Value.Fault is not null)
                .OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => $"{one.Key} {one.Value.Fault}"),
        ];

    /// <summary>The queues that nobody is about to listen to again.</summary>
    public IReadOnlyList<string> Abandoned =>
        [
            .. _states
                .Where(one =>
                    one.Value.Fault is not null && clock.GetElapsedTime(one.Value.Since) > PatienceWith(one.Value)
                )
                .Select(one => one.Key),
        ];

    public Task Ready(ReceiveEndpointReady ready) => Note(ready.InputAddress, isTaking: true);

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Note(completed.InputAddress, isTaking: false);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Note(faulted.InputAddress, isTaking: false);

    /// <summary>Ends the channels of which MassTransit believes that they take messages, and that are dead.</summary>
    /// <remarks>
    /// When a connection breaks, RabbitMQ's client tells its channels one after the other, and waits each time until
    /// MassTransit is done with that channel's messages; those may wait for the broker, and the others are never told.
    /// To end one takes as long, so all are ended at once.
    /// </remarks>
    public Task CloseDeadChannelsAsync() =>
        Task.WhenAll(
            _states
                .Where(one => one.Value.IsDead)
                .Select(one => channels.Find(one.Key) is { } channel ? channel.EndAsync() : Task.CompletedTask)
        );

    /// <summary>What the broker says of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="consumers">How many consumers it has, of all workers together; null where there is no such
    /// queue.</param>
    public void RecordConsumers(string queue, uint? consumers)
    {
        if (!_states.TryGetValue(queue, out var state))
            return;
        var isOpen = channels.Find(queue) is not { IsOpen: false };
        var seen = state with { IsHeard = consumers > 0, Exists = consumers is not null, IsOpen = isOpen };
        if (seen.IsHeard != state.IsHeard || seen.IsOpen != state.IsOpen)
            seen = seen with { Since = clock.GetTimestamp() };
        if (seen != state)
            _states.TryUpdate(queue, seen, state);
    }

    /// <summary>Gives the queues time anew: everything was started again.</summary>
    public void Reset()
    {
        foreach (var (queue, state) in _states)
            _states.TryUpdate(queue, state with { IsHeard = true, IsOpen = true, Since = clock.GetTimestamp() }, state);
    }

    private TimeSpan PatienceWith(QueueState state) => state.IsDead ? PatienceWithDead : Patience;

    private Task Note(Uri address, bool isTaking)
    {
        var queue = address.Segments[^1];
        if (queue.StartsWith("wallet-", StringComparison.Ordinal)) // not the bus's own
            _states[queue] = new QueueState(isTaking, IsHeard: true, Exists: true, IsOpen: true, clock.GetTimestamp());
        return Task.CompletedTask;
    }

    private sealed record QueueState(bool IsTaking, bool IsHeard, bool Exists, bool IsOpen, long Since)
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
