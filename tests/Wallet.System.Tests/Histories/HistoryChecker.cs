namespace SystemTests.Histories;

/// <summary>Says whether what clients were told can be explained by each operation having taken effect once, at one moment, in one order.</summary>
/// <remarks>The versions of a wallet are that order, so it need not be searched for: it is enough to check that everybody saw it.</remarks>
internal static class HistoryChecker
{
    /// <summary>Every objection; none where the history is linearizable.</summary>
    /// <param name="entries">What clients asked and were told.</param>
    /// <param name="changes">Every change that is recorded in the end.</param>
    public static IReadOnlyList<string> Check(IReadOnlyCollection<Entry> entries, IReadOnlyCollection<Change> changes)
    {
        var objections = new List<string>();
        foreach (var wallet in changes.GroupBy(change => change.Wallet))
            objections.AddRange(CheckChain([.. wallet.OrderBy(change => change.Version)]));

        objections.AddRange(CheckAnswers(entries, changes));
        var seen = entries.Where(entry => entry.Outcome == Outcome.Ok).SelectMany(entry => entry.Seen.Select(one => (entry, one)));
        foreach (var wallet in seen.GroupBy(pair => pair.one.Wallet))
            objections.AddRange(CheckOrder([.. wallet]));
        objections.AddRange(CheckSums(changes));
        return objections;
    }

    /// <summary>Versions 1, 2, 3 …, each naming the balance before, no operation twice.</summary>
    private static IEnumerable<string> CheckChain(List<Change> chain)
    {
        long? balance = null;
        for (var i = 0; i < chain.Count; i++)
        {
            var change = chain[i];
            if (change.Version != i + 1)
                yield return $"fork or gap: wallet {change.Wallet} has version {change.Version} where {i + 1} should be";
            if (change.Previous != balance)
                yield return $"torn: version {change.Version} of wallet {change.Wallet} names {change.Previous} before it, not {balance}";
            balance = change.Balance;
        }

        foreach (var twice in chain.GroupBy(change => change.OperationId).Where(group => group.Count() > 1))
            yield return $"doubled: operation {twice.Key} changed wallet {twice.First().Wallet} {twice.Count()} times";
    }

    /// <summary>What was answered is recorded as it was answered, and what was refused is not recorded.</summary>
    private static IEnumerable<string> CheckAnswers(IReadOnlyCollection<Entry> entries, IReadOnlyCollection<Change> changes)
    {
        var byVersion = changes.GroupBy(change => (change.Wallet, change.Version)).ToDictionary(group => group.Key, group => group.First());
        var operations = changes.Select(change => change.OperationId).ToHashSet();
        // One copy of a message may be refused, and another be carried out when the wallet has changed.
        foreach (var refused in entries.Where(entry => entry.OperationId is not null).GroupBy(entry => entry.OperationId!.Value).Where(copies => copies.All(copy => copy.Outcome == Outcome.Refused)))
        {
            if (operations.Contains(refused.Key))
                yield return $"torn: operation {refused.Key} was refused and is recorded";
        }

        foreach (var entry in entries)
        {
            if (entry.Outcome != Outcome.Ok)
                continue;

            foreach (var seen in entry.Seen.Where(seen => seen.Version > 0))
            {
                if (!byVersion.TryGetValue((seen.Wallet, seen.Version), out var change))
                    yield return $"lost: version {seen.Version} of wallet {seen.Wallet} was answered and is not recorded";
                else if (change.Balance != seen.Balance || (entry.OperationId is { } id && (change.OperationId != id || change.Previous != seen.Previous)))
                    yield return $"torn: version {seen.Version} of wallet {seen.Wallet} was answered otherwise than it is recorded";
            }
        }
    }

    /// <summary>What ended before something else began has a smaller version than a write, and no greater one than a read.</summary>
    private static IEnumerable<string> CheckOrder(List<(Entry Entry, Seen Seen)> seen)
    {
        var ended = seen.OrderBy(one => one.Entry.End).ToList();
        var (next, newest) = (0, 0L);
        foreach (var (entry, one) in seen.OrderBy(one => one.Entry.Begin))
        {
            for (; next < ended.Count && ended[next].Entry.End < entry.Begin; next++)
                newest = Math.Max(newest, ended[next].Seen.Version);

            // A repeat is answered with what it made long ago: only a first answer of a write must be new.
            var isRepeat = entry.OperationId is { } id && seen.Exists(other => other.Entry.OperationId == id && other.Entry.Begin < entry.Begin);
            if (!isRepeat && one.Version < newest)
                yield return $"stale: version {one.Version} of wallet {one.Wallet} was answered after version {newest} had been";
        }
    }

    /// <summary>What leaves one wallet in a transfer reaches the other.</summary>
    private static IEnumerable<string> CheckSums(IReadOnlyCollection<Change> changes) => changes
        .GroupBy(change => change.OperationId)
        .Where(operation => operation.Select(change => change.Wallet).Distinct().Count() == 2 && operation.Sum(change => change.Balance - (change.Previous ?? 0)) != 0)
        .Select(operation => $"sum: transfer {operation.Key} made or lost money");
}
