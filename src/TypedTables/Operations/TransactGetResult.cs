namespace TypedTables;

/// <summary>The items that a read transaction found: a consistent snapshot.</summary>
public sealed class TransactGetResult
{
    private readonly Dictionary<TransactRead, byte[]> _items;

    internal TransactGetResult(Dictionary<TransactRead, byte[]> items) => _items = items;

    /// <summary>Gets the item of a read, or null if there is none.</summary>
    /// <typeparam name="T">The type of the item.</typeparam>
    /// <param name="read">One of the transaction's reads.</param>
    /// <exception cref="ItemDecodeException">The stored item is not what the table declares.</exception>
    public T? Item<T>(TransactRead<T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return _items.TryGetValue(read, out var item)
            ? read.Source.Decode(item)
            : throw new ArgumentException("It is not among this transaction's reads.", nameof(read));
    }
}
