namespace TypedTables;

/// <summary>
/// Notices what is written without a field that its own <c>read</c> gets: it would be stored, and nobody could read it.
/// </summary>
/// <remarks>
/// Which fields may be absent is declared nowhere, only <c>read</c> knows. So an item that lacks a field is read back
/// before it is sent, once for each field: what could be absent once is not looked at again.
/// </remarks>
/// <param name="fields">Of which table or record.</param>
internal sealed class ReadBack(FieldSet fields)
{
    private const int SlotsOnStackMax = 64;

    // Threads may do the same work twice; none ever takes back what another has noted.
    private readonly bool[] _mayBeAbsent = new bool[fields.FieldArray.Length];
    private volatile bool _hasSeenOne;

    /// <summary>Looks at an item that has been encoded.</summary>
    /// <exception cref="ItemEncodeException">It lacks a field that <paramref name="read"/> gets.</exception>
    public void Check<T>(ReadOnlySpan<byte> json, ReadOnlySpan<ItemReader.Slot> slots, ReadItem<T> read)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Length == 0 && !_mayBeAbsent[i])
            {
                Read(json, slots, read);
                return;
            }
        }
    }

    /// <summary>
    /// Looks at the first record that is written. (In a record, fields that are absent are not known without reading
    /// it.)
    /// </summary>
    /// <exception cref="ItemEncodeException">It lacks a field that <paramref name="read"/> gets.</exception>
    public void CheckFirst<T>(T record, ReadItem<T> read, WriteItem<T> write)
    {
        if (_hasSeenOne)
            return;

        var json = ItemCodec.ToJson(json => ItemCodec.WriteAttributes(fields, json, record, write));
        var count = fields.FieldArray.Length;
        var slots = count <= SlotsOnStackMax ? stackalloc ItemReader.Slot[count] : new ItemReader.Slot[count];
        ItemReader.Scan(fields, json, slots);
        Check(json, slots, read);
        _hasSeenOne = true;
    }

    private void Read<T>(ReadOnlySpan<byte> json, ReadOnlySpan<ItemReader.Slot> slots, ReadItem<T> read)
    {
        try
        {
            read(new ItemReader(fields, fields.Table, json, slots));
        }
        catch (ItemDecodeException error)
        {
            // Its words may hold values of other fields, so they are not handed on.
            if (AbsentField(error.Field, slots) is { } field)
                throw Forgotten(field);
        }
#pragma warning disable CA1031 // Whatever else it objects to is for those who read, and no reason not to write.
        catch (Exception)
        {
        }
#pragma warning restore CA1031

        for (var i = 0; i < slots.Length; i++)
            _mayBeAbsent[i] |= slots[i].Length == 0;
    }

    private Field? AbsentField(string? name, ReadOnlySpan<ItemReader.Slot> slots)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Length == 0 && fields.FieldArray[i].Name == name)
                return fields.FieldArray[i];
        }

        return null;
    }

    private ItemEncodeException Forgotten(Field field) => new(
        fields.Table,
        field.Name,
        field.Expected + ", because read gets it",
        "nothing. Set it in write, or read it by Find or TryGet");
}
