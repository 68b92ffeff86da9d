using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables;

/// <summary>Reads the attributes of one stored item, directly from DynamoDB's JSON, when they are asked for.</summary>
/// <remarks>Undeclared attributes are skipped without being parsed.</remarks>
public readonly ref struct ItemReader
{
    private readonly FieldSet _schema;
    private readonly string? _table;
    private readonly ReadOnlySpan<byte> _json;
    private readonly ReadOnlySpan<Slot> _slots;

    internal ItemReader(FieldSet schema, string? table, ReadOnlySpan<byte> json, ReadOnlySpan<Slot> slots)
    {
        _schema = schema;
        _table = table;
        _json = json;
        _slots = slots;
    }

    /// <summary>Whether the item has the attribute, whatever its value.</summary>
    /// <param name="field">A field of this table.</param>
    public bool Has(Field field) => SlotOf(field).Length > 0;

    /// <summary>Gets the value of a field that every item must have.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of this table.</param>
    /// <exception cref="ItemDecodeException">
    /// The attribute is missing, or does not hold what its field declares.
    /// </exception>
    public T Get<T>(Field<T> field)
        => TryGet(field, out var value) ? value : throw Missing(field);

    /// <summary>Gets the value of a field that an item may lack.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of this table.</param>
    /// <param name="value">The value, if the method returns true.</param>
    /// <returns>False if the attribute is absent.</returns>
    /// <exception cref="ItemDecodeException">
    /// The attribute exists, but does not hold what its field declares.
    /// </exception>
    public bool TryGet<T>(Field<T> field, out T value)
    {
        var slot = SlotOf(field);
        if (slot.Length == 0)
        {
            value = default!;
            return false;
        }

        bool read;
        try
        {
            var reader = ReaderAt(slot);
            read = field.Codec.TryRead(ref reader, out value);
        }
        catch (ItemDecodeException nested) when (nested.Table is null)
        {
            throw Nested(field, nested);
        }

        return read ? true : throw Malformed(field, slot);
    }

    /// <summary>Gets the value of a field that an item may lack, or null.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of this table.</param>
    /// <exception cref="ItemDecodeException">
    /// The attribute exists, but does not hold what its field declares.
    /// </exception>
    public T? Find<T>(Field<T> field)
        where T : struct
        => TryGet(field, out var value) ? value : null;

    /// <summary>
    /// Gets every undeclared attribute, so that it can be kept: pass the result to
    /// <see cref="ItemWriter.Set(UnknownAttributes)"/>.
    /// </summary>
    public UnknownAttributes Unknown()
    {
        var unknown = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(_json, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name =
                IndexOf(_schema.FieldArray, ref reader) < 0 && AttributeJson.TryGetString(ref reader, out var text)
                    ? text
                    : null;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name is not null)
                unknown[name] = _json[start..(int)reader.BytesConsumed].ToArray();
        }

        return new UnknownAttributes(unknown);
    }

    /// <summary>
    /// Like <see cref="TryGet"/>, for an untyped item: the value is null if the attribute is stored as NULL.
    /// </summary>
    internal bool TryGetObject(Field field, out object? value)
    {
        value = null;
        var slot = SlotOf(field);
        if (slot.Length == 0)
            return false;

        try
        {
            var reader = ReaderAt(slot);
            return field.TryReadObject(ref reader, out value) ? true : throw Malformed(field, slot);
        }
        catch (ItemDecodeException nested) when (nested.Table is null)
        {
            throw Nested(field, nested);
        }
    }

    /// <summary>
    /// Finds where each declared attribute's value lies in the JSON, and returns a field that occurs twice, if any.
    /// </summary>
    internal static Field? Scan(FieldSet schema, ReadOnlySpan<byte> json, Span<Slot> slots)
    {
        Field? twice = null;
        slots.Clear();
        var reader = new Utf8JsonReader(json, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(schema.FieldArray, ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (index < 0)
                continue;
            if (slots[index].Length > 0)
                twice = schema.Fields[index];
            slots[index] = new Slot(start, (int)reader.BytesConsumed - start);
        }

        return twice;
    }

    private static int IndexOf(Field[] fields, ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            // The common case: the name has no escapes, and is fetched once for all comparisons.
            var name = reader.ValueSpan;
            for (var i = 0; i < fields.Length; i++)
            {
                if (name.SequenceEqual(fields[i].NameUtf8Span))
                    return i;
            }

            return -1;
        }

        for (var i = 0; i < fields.Length; i++)
        {
            if (AttributeJson.IsText(ref reader, fields[i].NameUtf8Span))
                return i;
        }

        return -1;
    }

    private Slot SlotOf(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        var index = _schema.IndexOf(field);
        return index >= 0
            ? _slots[index]
            : throw new ItemDecodeException(
                _table,
                field.Name,
                "to be a field that this table declares",
                "no such declaration"
            );
    }

    private Utf8JsonReader ReaderAt(Slot slot)
    {
        var reader = new Utf8JsonReader(_json.Slice(slot.Start, slot.Length), JsonLimits.Reader);
        reader.Read();
        return reader;
    }

    /// <summary>The item's key for errors; null for a record, or if the item came without its key.</summary>
    private string? KeyText => _schema is TableSchema schema && _slots[schema.IndexOf(schema.Key.HashField)].Length > 0
        ? KeyIdentity.Read(schema, _json, _slots).Shown(schema)
        : null;

    private ItemDecodeException Missing(Field field) =>
        new(_table, field.Name, field.Expected, "nothing: the attribute is missing", KeyText);

    private ItemDecodeException Malformed(Field field, Slot slot) => new(
        _table,
        field.Name,
        field.Expected,
        field.Shown(Encoding.UTF8.GetString(_json.Slice(slot.Start, slot.Length))),
        KeyText);

    /// <summary>
    /// A nested record's error names the record's own field; this adds the path to it, and hides the value if the outer
    /// field is sensitive.
    /// </summary>
    private ItemDecodeException Nested(Field field, ItemDecodeException nested) => new(
        _table,
        $"{field.Name}.{nested.Field}",
        nested.Expected!,
        field.Shown(nested.Found!),
        KeyText);

    /// <summary>
    /// Where an attribute's value lies in the JSON. A length of 0 means that the attribute is absent.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Slot(int Start, int Length);
}
