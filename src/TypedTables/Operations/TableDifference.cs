namespace TypedTables;

/// <summary>Something about a table in DynamoDB that is not as it is declared.</summary>
/// <param name="What">What it is about, by name: <c>global index 'by_operation'</c>.</param>
/// <param name="Declared">What is declared.</param>
/// <param name="Found">What was found.</param>
public sealed record TableDifference(string What, string Declared, string Found)
{
    /// <summary>What of the table it is about.</summary>
    public TableAspect Aspect { get; init; }

    /// <summary>
    /// Whether it hurts whoever uses the declaration: another key, an index that is missing, holds less or cannot be
    /// queried yet, another time to live. An index that somebody else needs, billing and replicas are an operator's own
    /// choice.
    /// </summary>
    public bool IsFault { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{What}: declared {Declared}, found {Found}";
}
