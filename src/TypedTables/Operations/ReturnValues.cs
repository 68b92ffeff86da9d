namespace TypedTables;

/// <summary>Which item a write answers with.</summary>
public enum ReturnValues
{
    /// <summary>None.</summary>
    None,

    /// <summary>The item as it was before.</summary>
    AllOld,

    /// <summary>The item as it is now. Updates only.</summary>
    AllNew,
}
