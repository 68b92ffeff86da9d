namespace TypedTables;

/// <summary>Which attributes an index carries beside the keys.</summary>
public sealed record Projection
{
    private Projection(string type, IReadOnlyList<Field> fields)
    {
        Type = type;
        Fields = fields;
    }

    /// <summary>Every attribute of the item.</summary>
    public static Projection All { get; } = new("ALL", []);

    /// <summary>The keys of table and index only.</summary>
    public static Projection KeysOnly { get; } = new("KEYS_ONLY", []);

    /// <summary>DynamoDB's name: <c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</summary>
    public string Type { get; }

    /// <summary>The included fields, where the type is <c>INCLUDE</c>.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The keys and these fields.</summary>
    /// <param name="fields">At least one field of the table.</param>
    public static Projection Include(params Field[] fields) => new("INCLUDE", fields);
}

/// <summary>Capacity units per second.</summary>
/// <param name="ReadUnits">One unit reads 4 KB a second with strong consistency; at least 1.</param>
/// <param name="WriteUnits">One unit writes 1 KB a second; at least 1.</param>
public sealed record Throughput(long ReadUnits, long WriteUnits);

/// <summary>An index with the table's hash key and a range key of its own. It can only be made together with the table.</summary>
/// <param name="Name">Its name, 3 to 255 characters.</param>
/// <param name="Range">Its range key.</param>
/// <param name="Projection">What it carries.</param>
public sealed record LocalSecondaryIndex(string Name, Field Range, Projection Projection);

/// <summary>An index with keys of its own, eventually consistent.</summary>
/// <param name="Name">Its name, 3 to 255 characters.</param>
/// <param name="Key">Its keys.</param>
/// <param name="Projection">What it carries.</param>
/// <param name="Throughput">Its own provisioned throughput; required where the table's is provisioned, null where it is on demand.</param>
public sealed record GlobalSecondaryIndex(string Name, KeySchema Key, Projection Projection, Throughput? Throughput = null);
