namespace TypedTables;

/// <summary>The types that an attribute has in DynamoDB, under DynamoDB's own names.</summary>
public enum AttributeType
{
    /// <summary>A string.</summary>
    S,

    /// <summary>A number of up to 38 digits, sent as text.</summary>
    N,

    /// <summary>Bytes, sent as base64.</summary>
    B,
}
