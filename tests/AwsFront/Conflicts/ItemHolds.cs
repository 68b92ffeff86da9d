namespace Front;

/// <summary>Which items are being written at this moment.</summary>
internal sealed class ItemHolds
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _transacted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _plain = new(StringComparer.Ordinal);

    /// <summary>Holds all items of a transaction; or none, where another one has some of them.</summary>
    /// <param name="items">The items' names.</param>
    /// <param name="busy">The numbers of those that another transaction has.</param>
    /// <returns>What lets go of them; null where some are busy.</returns>
    public IDisposable? TryTransaction(IReadOnlyList<string> items, out HashSet<int> busy)
    {
        lock (_lock)
        {
            busy = [.. items.Index().Where(item => _transacted.Contains(item.Item)).Select(item => item.Index)];
            if (busy.Count > 0)
                return null;
            _transacted.UnionWith(items);
        }

        return new Release(() =>
        {
            lock (_lock)
                _transacted.ExceptWith(items);
        });
    }

    /// <summary>Notes writes of single items; null where a transaction has one.</summary>
    /// <param name="items">The items' names.</param>
    /// <param name="evenIfBusy">Whether a transaction is no hindrance: AWS's pages do not say what becomes of
    /// batches.</param>
    public IDisposable? TryPlain(IReadOnlyList<string> items, bool evenIfBusy)
    {
        lock (_lock)
        {
            if (!evenIfBusy && items.Any(_transacted.Contains))
                return null;
            foreach (var item in items)
                _plain[item] = _plain.GetValueOrDefault(item) + 1;
        }

        return new Release(() =>
        {
            lock (_lock)
            {
                foreach (var item in items)
                {
                    if (--_plain[item] == 0)
                        _plain.Remove(item);
                }
            }
        });
    }

    /// <summary>
    /// The numbers of the items that are being written, in a transaction or alone: what a read in a transaction is
    /// refused for.
    /// </summary>
    public HashSet<int> Written(IReadOnlyList<string> items)
    {
        lock (_lock)
            return
            [
                .. items
                    .Index()
                    .Where(item => _transacted.Contains(item.Item) || _plain.ContainsKey(item.Item))
                    .Select(item => item.Index),
            ];
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
