using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>What became of a transaction.</summary>
/// <param name="Refusals">
/// The actions whose conditions did not hold, each with its item; none where the transaction was applied. An action
/// that is not among them may have lost its condition as well: DynamoDB may name only the first that it found.
/// </param>
public sealed record TransactResult(IReadOnlyList<TransactRefusal> Refusals)
{
    /// <summary>Whether every action took effect; false where none did.</summary>
    public bool IsApplied => Refusals.Count == 0;
}
