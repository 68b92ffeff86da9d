namespace TypedTables;

/// <summary>Makes an item from its stored attributes.</summary>
/// <typeparam name="T">The item's type.</typeparam>
/// <param name="attributes">The stored attributes; valid only during the call.</param>
public delegate T ReadItem<out T>(ItemReader attributes);
