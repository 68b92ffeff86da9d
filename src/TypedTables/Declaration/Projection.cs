namespace TypedTables;

/// <summary>The attributes that an index contains in addition to the keys.</summary>
public sealed record Projection
{
    private Projection(string type, IReadOnlyList<Field> fields)
    {
        Type = type;
        Fields = fields;
    }

    /// <summary>Every attribute of the item.</summary>
    public static Projection All { get; } = new("ALL", []);

    /// <summary>Only the keys of the table and the index.</summary>
    public static Projection KeysOnly { get; } = new("KEYS_ONLY", []);

    /// <summary>DynamoDB's name: <c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</summary>
    public string Type { get; }

    /// <summary>The included fields, where the type is <c>INCLUDE</c>.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The keys and the given fields.</summary>
    /// <param name="fields">At least one field of the table.</param>
    public static Projection Include(params Field[] fields) => new("INCLUDE", fields);
}
