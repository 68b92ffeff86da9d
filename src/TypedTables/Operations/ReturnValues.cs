namespace TypedTables;

/// <summary>Which item a write returns.</summary>
public enum ReturnValues
{
    /// <summary>No item.</summary>
    None,

    /// <summary>The item before the write.</summary>
    AllOld,

    /// <summary>The item after the write. Updates only.</summary>
    AllNew,
}
