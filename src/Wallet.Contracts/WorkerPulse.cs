namespace Wallet.Contracts;

/// <summary>
/// What a worker is doing. Published by each worker every few seconds, for whoever wants to watch; lost where nobody
/// does. Not durable.
/// </summary>
public sealed record WorkerPulse
{
    /// <summary>Which worker: its host name and process id, as <c>host:pid</c>.</summary>
    public required string Worker { get; init; }

    /// <summary>When it was started, in UTC, by its own clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The end of the interval that this is about, in UTC, by the worker's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The length of that interval, in seconds, above 0. The next pulse follows after about as long.</summary>
    public required double IntervalSeconds { get; init; }

    /// <summary>
    /// How many messages it has taken to their end since it was started: answered, refused or without an answer.
    /// </summary>
    public required long Handled { get; init; }

    /// <summary>How many of them per second during the interval.</summary>
    public required double HandledPerSecond { get; init; }

    /// <summary>How many messages it has parked in an error queue since it was started.</summary>
    public required long Failed { get; init; }

    /// <summary>
    /// The time from taking a message to its end that half of the interval's messages kept within, in milliseconds, to
    /// within 5 %; null where there were none.
    /// </summary>
    public required double? LatencyMsP50 { get; init; }

    /// <summary>The same for 99 in 100 messages.</summary>
    public required double? LatencyMsP99 { get; init; }

    /// <summary>How many messages it is working on now.</summary>
    public required int InFlight { get; init; }

    /// <summary>
    /// What keeps it from carrying messages out, by name, as its log has it: <c>tables</c>, <c>queues</c>, <c>work</c>.
    /// Empty where nothing does; null before it has looked, and from workers of before.
    /// </summary>
    public IReadOnlyList<string>? NotReady { get; init; }
}
