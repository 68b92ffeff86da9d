namespace TypedTables;

/// <summary>A stored attribute is missing or is not what its field declares.</summary>
public sealed class ItemDecodeException : TypedTableException
{
    internal ItemDecodeException(string? table, string field, string expected, string found, string? key = null)
        : base(
            "ItemDecodeError",
            $"field '{field}' should hold {expected}, but holds {Cut(found)}. Correct the stored item, or the "
            + "declaration.")
    {
        Table = table;
        Key = key;
        Field = field;
        Expected = expected;
        Found = Cut(found);
    }

    /// <summary>
    /// The item's key as it is stored, such as <c>wallet = 'a', number = '1'</c>. Null for a record and for part of an
    /// item.
    /// </summary>
    public string? Key { get; }

    private protected override string Item => Key is null ? "" : $", item {Key}";
}
