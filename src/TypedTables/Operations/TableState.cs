namespace TypedTables;

/// <summary>How a table stands, as DynamoDB describes it.</summary>
public sealed record TableState
{
    internal TableState()
    {
    }

    /// <summary>
    /// DynamoDB's own word, such as <c>CREATING</c> or <c>ACTIVE</c>; null where there is no such table.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>Whether there is such a table, in whatever state.</summary>
    public bool Exists => Status is not null;

    /// <summary>
    /// Whether items can be read and written. They can while a table is <c>UPDATING</c>, for up to an hour.
    /// </summary>
    public bool IsUsable => Status is "ACTIVE" or "UPDATING";

    /// <summary>
    /// What is not as declared, without time to live, which is another call: <see cref="Table{T}.VerifyAsync"/>.
    /// </summary>
    public IReadOnlyList<TableDifference> Differences { get; init; } = [];

    /// <summary>The other regions that the table is replicated to, as a global table; most tables have none.</summary>
    public IReadOnlyList<string> Replicas { get; init; } = [];

    /// <summary>Whether those are strongly consistent, in which case DynamoDB refuses every transaction.</summary>
    public bool IsStronglyConsistentEverywhere { get; init; }
}
