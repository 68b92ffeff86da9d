using System.Runtime.InteropServices;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables;

/// <summary>
/// A key in a form that is equal whenever DynamoDB treats two keys as the same: 1 and 1.0 are one number.
/// </summary>
/// <param name="Hash">The hash key's value, as text.</param>
/// <param name="Range">The range key's value; null where the table has none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyIdentity(string Hash, string? Range)
{
    /// <summary>Reads the identity of a key, or of an item that contains its key.</summary>
    /// <param name="schema">The table's declaration.</param>
    /// <param name="attributes">A JSON object of attributes. A missing key field counts as empty.</param>
    public static KeyIdentity Read(TableSchema schema, ReadOnlySpan<byte> attributes)
    {
        var slots = new ItemReader.Slot[schema.Fields.Count];
        ItemReader.Scan(schema, attributes, slots);
        return Read(schema, attributes, slots);
    }

    /// <inheritdoc cref="Read(TableSchema, ReadOnlySpan{byte})"/>
    public static KeyIdentity Read(
        TableSchema schema,
        ReadOnlySpan<byte> attributes,
        ReadOnlySpan<ItemReader.Slot> slots
    )
    {
        var hash = slots[schema.IndexOf(schema.Key.HashField)];
        var range = schema.Key.RangeField is { } field ? slots[schema.IndexOf(field)] : default(ItemReader.Slot?);
        return new KeyIdentity(
            TextOf(attributes.Slice(hash.Start, hash.Length)),
            range is { } slot ? TextOf(attributes.Slice(slot.Start, slot.Length)) : null);
    }

    /// <summary>
    /// The key for error messages, such as <c>wallet = 'a', number = '1'</c>, without sensitive values.
    /// </summary>
    public string Shown(TableSchema schema)
    {
        var hash = Shown(schema.Key.HashField, Hash);
        return schema.Key.RangeField is { } range ? $"{hash}, {Shown(range, Range!)}" : hash;
    }

    private static string Shown(Field field, string text) =>
        $"{field.Name} = {field.Shown($"'{TypedTableException.Cut(text)}'")}";

    /// <summary>The text in <c>{"S":"text"}</c>; a number in its canonical form.</summary>
    private static string TextOf(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return "";

        var reader = new Utf8JsonReader(value);
        var isNumber = reader.Read()
            && reader.TokenType == JsonTokenType.StartObject
            && reader.Read()
            && AttributeJson.IsText(ref reader, "N"u8);
        if (!reader.Read() || !AttributeJson.TryGetString(ref reader, out var text))
            return System.Text.Encoding.UTF8.GetString(value);
        return isNumber && Number.TryParse(text, out var number) ? number.ToString() : text;
    }
}
