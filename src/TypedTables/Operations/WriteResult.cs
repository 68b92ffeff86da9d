namespace TypedTables;

/// <summary>The result of a write. A lost condition is a result, not an error.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="IsApplied">Whether the write took effect; false if its condition did not hold.</param>
/// <param name="Item">
/// For an applied write, the item that <see cref="ReturnValues"/> asked for, or null. For a lost condition, the stored
/// item, or null if there is none.
/// </param>
public sealed record WriteResult<T>(bool IsApplied, T? Item)
    where T : class;
