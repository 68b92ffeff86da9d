namespace TypedTables;

/// <summary>
/// A value does not fit its field and was not sent. Its <see cref="TypedTableException.Code"/> is
/// <c>ItemEncodeError</c>.
/// </summary>
public sealed class ItemEncodeException : TypedTableException
{
    internal ItemEncodeException(string? table, string field, string expected, string found, Exception? inner = null)
        : base("ItemEncodeError", $"field '{field}' takes {expected}, but was given {Cut(found)}.", inner)
    {
        Table = table;
        Field = field;
        Expected = expected;
        Found = Cut(found);
    }
}
