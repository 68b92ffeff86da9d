namespace TypedTables;

/// <summary>
/// DynamoDB's attribute types, under DynamoDB's own names. Keys are <see cref="S"/>, <see cref="N"/> or
/// <see cref="B"/>.
/// </summary>
public enum AttributeType
{
    /// <summary>A string.</summary>
    S,

    /// <summary>A number of up to 38 digits, sent as text.</summary>
    N,

    /// <summary>Bytes, sent as base64.</summary>
    B,

    /// <summary>True or false.</summary>
    BOOL,

    /// <summary>The null value, which is not the same as an absent attribute.</summary>
    NULL,

    /// <summary>A map of names to values.</summary>
    M,

    /// <summary>A list of values.</summary>
    L,

    /// <summary>A set of strings, never empty.</summary>
    SS,

    /// <summary>A set of numbers, never empty.</summary>
    NS,

    /// <summary>A set of byte strings, never empty.</summary>
    BS,
}
