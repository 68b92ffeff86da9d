namespace TypedTables;

/// <summary>Checks that a declaration is consistent. Runs once, when the declaration is made.</summary>
internal static class DeclarationCheck
{
    private const int LocalIndexesMax = 5;
    private const int GlobalIndexesMax = 20;

    public static void Verify(TableSchema schema)
    {
        VerifyName(schema, schema.Name, "a table name");
        VerifyKey(schema, schema.Key, "key");
        VerifyThroughput(schema, schema.Throughput, "throughput");
        VerifyIndexes(schema);
        if (schema.TimeToLive is not { } timeToLive)
            return;

        VerifyDeclared(schema, timeToLive, "time to live");
        if (timeToLive.Type != AttributeType.N)
            throw new TableDeclarationException(
                schema.Name,
                timeToLive.Name,
                "to be stored as epoch seconds (Codec.EpochSeconds), because it is the time to live",
                timeToLive.Type.ToString()
            );
    }

    private static void VerifyName(TableSchema schema, string name, string what)
    {
        if (
            name is not { Length: >= 3 and <= 255 }
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
        )
            throw new TableDeclarationException(
                schema.Name,
                null,
                $"{what} of 3 to 255 characters from a-z, A-Z, 0-9, '_', '-' and '.'",
                $"'{name}'"
            );
    }

    public static void VerifyFields(FieldSet schema)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in schema.Fields)
        {
            if (field is null)
                throw new TableDeclarationException(
                    schema.Name,
                    null,
                    "fields that are declared above the schema that lists them",
                    "a null among its fields"
                );
            if (!names.Add(field.Name))
                throw new TableDeclarationException(
                    schema.Name,
                    field.Name,
                    "a name of its own",
                    "the name of another field of this table"
                );
        }
    }

    private static void VerifyKey(TableSchema schema, KeySchema key, string what)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (var field in key.Fields)
        {
            VerifyDeclared(schema, field, what);
            if (field.Type is not (AttributeType.S or AttributeType.N or AttributeType.B))
                throw new TableDeclarationException(
                    schema.Name,
                    field.Name,
                    $"a type of S, N or B, because the {what} names it",
                    field.Type.ToString()
                );
        }

        if (ReferenceEquals(key.HashField, key.RangeField))
            throw new TableDeclarationException(
                schema.Name,
                key.HashField.Name,
                $"a range field other than its hash field in the {what}",
                "the same field for both"
            );
    }

    private static void VerifyDeclared(TableSchema schema, Field field, string what)
    {
        if (schema.IndexOf(field) < 0)
            throw new TableDeclarationException(
                schema.Name,
                field.Name,
                $"to be among the declared fields, because the {what} names it",
                "no such declaration"
            );
    }

    private static void VerifyThroughput(TableSchema schema, Throughput? throughput, string what)
    {
        if (throughput is { ReadUnits: < 1 } or { WriteUnits: < 1 })
            throw new TableDeclarationException(
                schema.Name,
                null,
                $"a {what} of at least 1 read and 1 write unit",
                FormattableString.Invariant($"{throughput.ReadUnits} and {throughput.WriteUnits}")
            );
    }

    private static void VerifyIndexes(TableSchema schema)
    {
        if (schema.LocalIndexes.Count > LocalIndexesMax)
            throw new TableDeclarationException(
                schema.Name,
                null,
                $"at most {LocalIndexesMax} local indexes",
                $"{schema.LocalIndexes.Count}"
            );
        if (schema.GlobalIndexes.Count > GlobalIndexesMax)
            throw new TableDeclarationException(
                schema.Name,
                null,
                $"at most {GlobalIndexesMax} global indexes",
                $"{schema.GlobalIndexes.Count}"
            );
        if (schema.LocalIndexes.Count > 0 && schema.Key.RangeField is null)
            throw new TableDeclarationException(
                schema.Name,
                schema.Key.HashField.Name,
                "a range field beside it, because the table has local indexes",
                "none"
            );

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var index in schema.LocalIndexes)
        {
            VerifyIndex(schema, names, index.Name, index.Projection);
            VerifyKey(schema, KeySchema.HashAndRange(schema.Key.HashField, index.Range), $"local index '{index.Name}'");
        }

        foreach (var index in schema.GlobalIndexes)
        {
            VerifyIndex(schema, names, index.Name, index.Projection);
            VerifyKey(schema, index.Key, $"global index '{index.Name}'");
            VerifyThroughput(schema, index.Throughput, $"throughput for index '{index.Name}'");
            if (index.Throughput is null != schema.Throughput is null)
                throw new TableDeclarationException(
                    schema.Name,
                    null,
                    $"index '{index.Name}' to be provisioned or on demand as the table is",
                    "one of each"
                );
        }
    }

    private static void VerifyIndex(TableSchema schema, HashSet<string> names, string name, Projection projection)
    {
        VerifyName(schema, name, "an index name");
        if (!names.Add(name))
            throw new TableDeclarationException(
                schema.Name,
                null,
                $"index '{name}' to have a name of its own",
                "two indexes of that name"
            );
        if (projection is null || projection.Fields.Contains(null!))
            throw new TableDeclarationException(
                schema.Name,
                null,
                $"index '{name}' to have a projection of fields that are declared above it",
                "a null"
            );
        if (projection is { Type: "INCLUDE", Fields.Count: 0 })
            throw new TableDeclarationException(
                schema.Name,
                null,
                $"index '{name}' to include at least one field",
                "none"
            );
        foreach (var field in projection.Fields)
            VerifyDeclared(schema, field, $"index '{name}'");
    }
}
