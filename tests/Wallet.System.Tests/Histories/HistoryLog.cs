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

/// <summary>One invocation and its outcome.</summary>
/// <param name="OperationId">The operation; null for a read.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Begin">When it was asked.</param>
/// <param name="End">When the answer came.</param>
/// <param name="Seen">What the answer said of each wallet; nothing where it was refused or unknown.</param>
internal sealed record Entry(Guid? OperationId, Outcome Outcome, long Begin, long End, params IReadOnlyList<Seen> Seen);

/// <summary>What an answer said of a wallet.</summary>
internal sealed record Seen(Guid Wallet, long Version, long Balance, long? Previous = null);

/// <summary>How an invocation ended.</summary>
internal enum Outcome
{
    Ok,
    Refused,
    Unknown,
}

/// <summary>One change of a wallet, as it is recorded in the end.</summary>
internal sealed record Change(Guid Wallet, long Version, Guid OperationId, long Balance, long? Previous);
