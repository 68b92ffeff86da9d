namespace TypedTables;

/// <summary>The result of a write transaction.</summary>
/// <param name="Refusals">
/// The actions whose conditions did not hold, each with its item; empty if the transaction was applied. An action that
/// is not listed may have lost its condition, too, since DynamoDB may report only the first that it found.
/// </param>
public sealed record TransactResult(IReadOnlyList<TransactRefusal> Refusals)
{
    /// <summary>True if every action took effect, false if none did.</summary>
    public bool IsApplied => Refusals.Count == 0;
}
