namespace TypedTables;

/// <summary>
/// An index with the table's hash key and a range key of its own. It can only be made together with the table.
/// </summary>
/// <param name="Name">Its name, 3 to 255 characters.</param>
/// <param name="Range">Its range key.</param>
/// <param name="Projection">What it carries.</param>
public sealed record LocalSecondaryIndex(string Name, Field Range, Projection Projection);
