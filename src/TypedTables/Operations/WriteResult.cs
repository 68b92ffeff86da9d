namespace TypedTables;

/// <summary>What became of a write. A lost condition is an answer, not an error.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="IsApplied">Whether the write took effect; false where its condition did not hold.</param>
/// <param name="Item"> Of an applied write, the item that was asked for with <see cref="ReturnValues"/>, or null. Of a
/// lost condition, the item as it is stored, or null where there is none.
/// </param>
public sealed record WriteResult<T>(bool IsApplied, T? Item)
    where T : class;
