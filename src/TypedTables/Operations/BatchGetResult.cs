namespace TypedTables;

/// <summary>The result of a batch of reads.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Items">The items that were found, in no particular order.</param>
/// <param name="Unread">
/// The keys that the service did not read after all attempts. Keys without an item are not among them.
/// </param>
public sealed record BatchGetResult<T>(IReadOnlyList<T> Items, IReadOnlyList<Key> Unread)
    where T : class;
