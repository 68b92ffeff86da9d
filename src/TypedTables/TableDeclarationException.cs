namespace TypedTables;

/// <summary>A table's declaration contradicts itself. Thrown while it is declared, before any call.</summary>
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
