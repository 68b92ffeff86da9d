using System.Collections.Concurrent;

namespace SystemTests.Histories;

/// <summary>What clients asked and were told, with the order in which things began and ended.</summary>
internal sealed class HistoryLog
{
    private readonly ConcurrentQueue<Entry> _entries = new();
    private long _ticks;

    public IReadOnlyCollection<Entry> Entries => _entries;

    /// <summary>The next moment. Only the order counts.</summary>
    public long Now() => Interlocked.Increment(ref _ticks);

    public void Add(Entry entry) => _entries.Enqueue(entry);
}

/// <summary>Everything that can be known of a run.</summary>
/// <param name="Entries">What clients asked and were told.</param>
/// <param name="Changes">Every change that is recorded in the end.</param>
internal sealed record History(IReadOnlyCollection<Entry> Entries, IReadOnlyCollection<Change> Changes)
{
    /// <summary>Every event that was published, repeats included; null if there was no subscriber.</summary>
    public IReadOnlyCollection<Published>? Events { get; init; }

    /// <summary>The final state of the wallets; null if they were not read.</summary>
    public IReadOnlyCollection<Seen>? Wallets { get; init; }
}

/// <summary>One invocation and its outcome.</summary>
/// <param name="OperationId">The operation; null for a read.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Begin">When it was asked.</param>
/// <param name="End">When the answer came.</param>
/// <param name="Seen">What the answer said of each wallet; nothing where it was refused or unknown.</param>
internal sealed record Entry(Guid? OperationId, Outcome Outcome, long Begin, long End, params IReadOnlyList<Seen> Seen)
{
    /// <summary>How many wallets it is about: 2 for a transfer.</summary>
    public int Wallets { get; init; } = 1;
}

/// <summary>The state of a wallet that a client observed.</summary>
internal sealed record Seen(Guid Wallet, long Version, long Balance, long? Previous = null, DateTimeOffset? At = null);

/// <summary>How an invocation ended.</summary>
internal enum Outcome
{
    Ok,
    Refused,
    Unknown,
}

/// <summary>One change of a wallet, as it is recorded in the end.</summary>
internal sealed record Change(
    Guid Wallet,
    long Version,
    Guid OperationId,
    long Balance,
    long? Previous,
    DateTimeOffset? At = null
);

/// <summary>A change, as an event told it.</summary>
internal sealed record Published(Guid MessageId, Change Change);

/// <summary>Something that cannot be, if each operation took effect once, at one moment, in one order.</summary>
internal sealed record Objection(ObjectionKind Kind, string Text)
{
    public override string ToString() => $"{Kind}: {Text}";
}

/// <summary>What is wrong with a history.</summary>
internal enum ObjectionKind
{
    /// <summary>A write was acknowledged and is not among the changes of its wallet.</summary>
    Lost,

    /// <summary>An operation appears more often than it should, in whatever tells of it.</summary>
    Doubled,

    /// <summary>Two changes of a wallet have one version.</summary>
    Fork,

    /// <summary>A version is missing between two others.</summary>
    Gap,

    /// <summary>Two who tell of one change disagree, or only half of a transfer is there.</summary>
    Torn,

    /// <summary>Something older was seen after something newer.</summary>
    Stale,

    /// <summary>A repeat was answered otherwise than the first.</summary>
    Repeat,

    /// <summary>A transfer made or lost money.</summary>
    Sum,

    /// <summary>An event is missing, or tells of what never was, or has several message ids.</summary>
    Event,
}
