namespace TypedTables;

/// <summary>A stored attribute is missing or is not what its field declares: it is not guessed at.</summary>
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
    /// Which item: the key as it is stored, such as <c>wallet = 'a', number = '1'</c>. Null of a record, and of a piece
    /// of an item.
    /// </summary>
    public string? Key { get; }

    private protected override string Item => Key is null ? "" : $", item {Key}";
}
