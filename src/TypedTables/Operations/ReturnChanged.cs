namespace TypedTables;

/// <summary>Which of the attributes that an update names it answers with.</summary>
public enum ReturnChanged
{
    /// <summary>As they were before.</summary>
    Old,

    /// <summary>As they are now.</summary>
    New,
}
