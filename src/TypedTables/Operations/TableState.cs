namespace TypedTables;

/// <summary>The state of a table, as DynamoDB describes it.</summary>
public sealed record TableState
{
    internal TableState()
    {
    }

    /// <summary>
    /// DynamoDB's status, such as <c>CREATING</c> or <c>ACTIVE</c>; null if the table does not exist.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>Whether the table exists, in any state.</summary>
    public bool Exists => Status is not null;

    /// <summary>
    /// Whether items can be read and written. They can while a table is <c>UPDATING</c>, which may take an hour.
    /// </summary>
    public bool IsUsable => Status is "ACTIVE" or "UPDATING";

    /// <summary>
    /// The differences from the declaration, except in time to live, which needs another call:
    /// <see cref="Table{T}.VerifyAsync"/>.
    /// </summary>
    public IReadOnlyList<TableDifference> Differences { get; init; } = [];

    /// <summary>The other regions that the table is replicated to as a global table. Empty for most tables.</summary>
    public IReadOnlyList<string> Replicas { get; init; } = [];

    /// <summary>
    /// Whether the replicas are strongly consistent, in which case DynamoDB refuses every transaction.
    /// </summary>
    public bool IsStronglyConsistentEverywhere { get; init; }
}
