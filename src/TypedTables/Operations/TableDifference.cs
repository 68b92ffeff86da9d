namespace TypedTables;

/// <summary>What of a table a difference is about.</summary>
public enum TableAspect
{
    /// <summary>The table's own key, or the type of an attribute that is a key of it or of an index.</summary>
    Key,

    /// <summary>A local or global secondary index.</summary>
    Index,

    /// <summary>The attribute after whose moment items are deleted.</summary>
    TimeToLive,

    /// <summary>On demand or provisioned, and how many units; of the table or of an index.</summary>
    Billing,

    /// <summary>Replicas in other regions.</summary>
    Replicas,
}

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
