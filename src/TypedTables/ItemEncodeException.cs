namespace TypedTables;

/// <summary>
/// A value does not fit its field: it is not sent. The seed of this layer calls it <c>ItemEncodeError</c>.
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
