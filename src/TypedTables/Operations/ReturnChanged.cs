namespace TypedTables;

/// <summary>Which values of the updated attributes an update returns.</summary>
public enum ReturnChanged
{
    /// <summary>Their values before the update.</summary>
    Old,

    /// <summary>Their values after the update.</summary>
    New,
}
