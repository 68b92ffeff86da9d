namespace TypedTables;

/// <summary>One page of a query or scan.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Items">The items. May be empty although more pages follow, if a filter left all of them out.</param>
/// <param name="Next">Where the next page starts, valid indefinitely; null if this is the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, PageToken? Next);
