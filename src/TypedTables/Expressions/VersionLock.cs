using Clause = TypedTables.Expressions.Update.Clause;

namespace TypedTables.Expressions;

/// <summary>A change of a version and the condition that goes with it.</summary>
/// <param name="Update">Moves the version on.</param>
/// <param name="Condition">Holds while nobody else has moved it.</param>
public sealed record VersionLock(Update Update, Condition Condition);
