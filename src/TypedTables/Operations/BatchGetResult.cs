using TypedTables.Json;

namespace TypedTables;

/// <summary>What a batch of reads found.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Items">The items that were found, in no order.</param>
/// <param name="Unread">The keys that the service would not read in time, however often it was asked. Not the keys
/// without an item.</param>
public sealed record BatchGetResult<T>(IReadOnlyList<T> Items, IReadOnlyList<Key> Unread)
    where T : class;
