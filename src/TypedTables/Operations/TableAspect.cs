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
