namespace TypedTables;

/// <summary>The hash key of a table or index and, optionally, its range key.</summary>
public sealed record KeySchema
{
    private KeySchema(Field hash, Field? range)
    {
        HashField = hash;
        RangeField = range;
    }

    /// <summary>The partition key.</summary>
    public Field HashField { get; }

    /// <summary>The sort key, or null.</summary>
    public Field? RangeField { get; }

    internal IEnumerable<Field> Fields => RangeField is null ? [HashField] : [HashField, RangeField];

    internal bool Has(Field field) => ReferenceEquals(field, HashField) || ReferenceEquals(field, RangeField);

    /// <summary>A hash key alone.</summary>
    /// <param name="hash">The partition key.</param>
    public static KeySchema Hash(Field hash) => new(NotNull(hash), null);

    /// <summary>A hash and a range key.</summary>
    /// <param name="hash">The partition key.</param>
    /// <param name="range">The sort key.</param>
    public static KeySchema HashAndRange(Field hash, Field range) => new(NotNull(hash), NotNull(range));

    // A static field declared below the schema in the same class is still null here: fail now, with a clear message.
    private static Field NotNull(Field? field) =>
        field
        ?? throw new TableDeclarationException(
            null,
            null,
            "key fields that are declared above the schema that names them",
            "a null for one of them"
        );
}
