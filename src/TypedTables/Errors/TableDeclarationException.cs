namespace TypedTables;

/// <summary>A table's declaration is inconsistent. Thrown when it is made, before any call.</summary>
public sealed class TableDeclarationException : TypedTableException
{
    internal TableDeclarationException(string? table, string? field, string expected, string found)
        : base(
            "TableDeclarationError",
            $"{(field is null ? "the declaration" : $"field '{field}'")} needs {expected}, but has {Cut(found)}."
        )
    {
        Table = table;
        Field = field;
        Expected = expected;
        Found = Cut(found);
    }
}
