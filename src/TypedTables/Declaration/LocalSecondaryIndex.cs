namespace TypedTables;

/// <summary>
/// A local secondary index: the table's hash key with another range key. It can only be created together with the
/// table.
/// </summary>
/// <param name="Name">The index's name, 3 to 255 characters.</param>
/// <param name="Range">The index's range key.</param>
/// <param name="Projection">The attributes that it contains.</param>
public sealed record LocalSecondaryIndex(string Name, Field Range, Projection Projection);
