using System.Collections.Concurrent;
using MassTransit;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Messaging.Observation;

/// <summary>
/// Knows which queues this worker consumes, from MassTransit and from the broker, and which it should consume but does
/// not.
/// </summary>
internal sealed class ConsumerStatus(ConsumerChannels channels, TimeProvider clock) : IReceiveEndpointObserver
{
    /// <summary>
    /// MassTransit restarts an endpoint by itself, at most 30 s after a failure. An endpoint that is silent for longer
    /// will not be restarted.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// MassTransit does not notice a channel that died without notification. Closing the channel notifies it; if the
    /// endpoint has not recovered after this time, it will not.
    /// </summary>
    public TimeSpan PatienceWithDead { get; init; } = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, QueueState> _states = new(StringComparer.Ordinal);

    /// <summary>The queues that this worker should consume.</summary>
    public IReadOnlyCollection<string> Queues => [.. _states.Keys];

    /// <summary>The faults, one line for each queue.</summary>
    public IReadOnlyList<string> Faults =>
        [
            .. _states
                .Where(one => one.Value.Fault is not null)
                .OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => $"{one.Key} {one.Value.Fault}"),
        ];

    /// <summary>The queues that MassTransit will not consume again by itself.</summary>
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

    /// <summary>Closes the channels that are dead although MassTransit believes that they receive messages.</summary>
    /// <remarks>
    /// When a connection breaks, RabbitMQ's client notifies its channels one by one, and each time waits until
    /// MassTransit has finished that channel's messages. Those may themselves be waiting for the broker, so that other
    /// channels are never notified. Closing one can take as long, so all are closed at once.
    /// </remarks>
    public Task CloseDeadChannelsAsync() =>
        Task.WhenAll(
            _states
                .Where(one => one.Value.IsDead)
                .Select(one => channels.Find(one.Key) is { } channel ? channel.EndAsync() : Task.CompletedTask)
        );

    /// <summary>Notes what the broker says about a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="consumers">
    /// The number of its consumers, of all workers together; null if the queue does not exist.
    /// </param>
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

    /// <summary>Restarts the waiting times after the bus was restarted.</summary>
    public void Reset()
    {
        foreach (var (queue, state) in _states)
            _states.TryUpdate(queue, state with { IsHeard = true, IsOpen = true, Since = clock.GetTimestamp() }, state);
    }

    private TimeSpan PatienceWith(QueueState state) => state.IsDead ? PatienceWithDead : Patience;

    private Task Note(Uri address, bool isTaking)
    {
        var queue = address.Segments[^1];
        if (queue.StartsWith(QueueNames.Prefix, StringComparison.Ordinal)) // not the bus's own
            _states[queue] = new QueueState(isTaking, IsHeard: true, Exists: true, IsOpen: true, clock.GetTimestamp());
        return Task.CompletedTask;
    }

    private sealed record QueueState(bool IsTaking, bool IsHeard, bool Exists, bool IsOpen, long Since)
    {
        /// <summary>Whether MassTransit believes that messages are received, but the channel is closed.</summary>
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
