namespace TypedTables;

/// <summary>A difference between a table in DynamoDB and its declaration.</summary>
/// <param name="What">What differs, such as <c>global index 'by_operation'</c>.</param>
/// <param name="Declared">What the declaration says.</param>
/// <param name="Found">What DynamoDB has.</param>
public sealed record TableDifference(string What, string Declared, string Found)
{
    /// <summary>The part of the table that differs.</summary>
    public TableAspect Aspect { get; init; }

    /// <summary>
    /// Whether programs that use the declaration are affected: another key, another time to live, or an index that is
    /// missing, cannot be queried yet or contains less. Additional indexes, billing and replicas are the operator's
    /// choice, and no fault.
    /// </summary>
    public bool IsFault { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{What}: declared {Declared}, found {Found}";
}
