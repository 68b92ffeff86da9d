using TypedTables.Json;

namespace TypedTables;

/// <summary>
/// Finds items that are written without a field that their own <c>read</c> requires: they could be stored, but never
/// read again.
/// </summary>
/// <remarks>
/// Which fields are optional is declared nowhere; only <c>read</c> knows. So an item that lacks a field is read back
/// before it is sent, but only once for each field: a field that was optional once stays so.
/// </remarks>
/// <param name="fields">The table or record.</param>
internal sealed class ReadBack(FieldSet fields)
{
    private const int SlotsOnStackMax = 64;

    // Threads may do the same work twice; an entry, once true, never becomes false.
    private readonly bool[] _mayBeAbsent = new bool[fields.FieldArray.Length];
    private volatile bool _hasSeenOne;

    /// <summary>Checks an item that has been encoded.</summary>
    /// <exception cref="ItemEncodeException">It lacks a field that <paramref name="read"/> requires.</exception>
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
    /// Checks the first record that is written. Unlike in an item, only reading a record shows which fields are absent.
    /// </summary>
    /// <exception cref="ItemEncodeException">It lacks a field that <paramref name="read"/> requires.</exception>
    public void CheckFirst<T>(T record, ReadItem<T> read, WriteItem<T> write)
    {
        if (_hasSeenOne)
            return;

        var json = JsonBuffer.ToArray(json => ItemCodec.WriteAttributes(fields, json, record, write));
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
            // The exception's message may contain values of other fields, so it is not passed on.
            if (AbsentField(error.Field, slots) is { } field)
                throw Forgotten(field);
        }
#pragma warning disable CA1031 // Any other failure of read is the reader's problem, and no reason not to write.
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
