namespace TypedTables;

/// <summary>The part of a table that a difference is about.</summary>
public enum TableAspect
{
    /// <summary>The table's key, or the type of an attribute that is a key of the table or of an index.</summary>
    Key,

    /// <summary>A local or global secondary index.</summary>
    Index,

    /// <summary>The attribute that holds the time after which items may be deleted.</summary>
    TimeToLive,

    /// <summary>On-demand or provisioned billing, and the number of units, of the table or of an index.</summary>
    Billing,

    /// <summary>Replicas in other regions.</summary>
    Replicas,
}
