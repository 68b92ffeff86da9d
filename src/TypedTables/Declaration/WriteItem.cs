namespace TypedTables;

/// <summary>Sets an item's attributes.</summary>
/// <typeparam name="T">The item's type.</typeparam>
/// <param name="item">The item.</param>
/// <param name="attributes">Receives the attributes.</param>
public delegate void WriteItem<in T>(T item, ItemWriter attributes);
