namespace TypedTables.Expressions;

/// <summary>An increment of a version, and the condition that guards it.</summary>
/// <param name="Update">Increments the version.</param>
/// <param name="Condition">Holds as long as the version has not changed since it was read.</param>
public sealed record VersionLock(Update Update, Condition Condition);
