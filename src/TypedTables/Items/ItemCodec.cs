using System.Runtime.InteropServices;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables;

/// <summary>
/// Encodes and decodes items, parts of items and keys as DynamoDB's JSON: <c>{"balance":{"N":"100"}}</c>.
/// </summary>
public static class ItemCodec
{
    private const int SlotsOnStackMax = 64;

    /// <summary>Encodes an item.</summary>
    /// <typeparam name="T">The item's type.</typeparam>
    /// <param name="schema">The table's declaration.</param>
    /// <param name="item">The item.</param>
    /// <returns>A JSON object of attributes, in UTF-8.</returns>
    /// <exception cref="ItemEncodeException">
    /// A key is missing, a field is missing that the schema's <c>read</c> requires, or a field is not declared.
    /// </exception>
    public static byte[] Encode<T>(this TableSchema<T> schema, T item)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(item);
        var encoded = JsonBuffer.ToArray(json => WriteAttributes(schema, json, item, schema.Write));
        var count = schema.FieldArray.Length;
        var slots = count <= SlotsOnStackMax ? stackalloc ItemReader.Slot[count] : new ItemReader.Slot[count];
        RequireKeys(schema, encoded, slots);
        schema.ReadBack.Check(encoded, slots, schema.Read);
        return encoded;
    }

    /// <summary>Encodes untyped attributes: all of them, or those of the given fields.</summary>
    /// <param name="schema">The table's declaration.</param>
    /// <param name="item">The attributes; each value is checked against its field.</param>
    /// <param name="only">The fields to encode, of which the item may lack some; null for all.</param>
    /// <returns>A JSON object of attributes, in UTF-8.</returns>
    /// <exception cref="ItemEncodeException">
    /// A value does not fit its field, or the table does not declare the field.
    /// </exception>
    public static byte[] Encode(this TableSchema schema, Item item, IReadOnlyCollection<Field>? only = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(item);
        return JsonBuffer.ToArray(json =>
        {
            json.WriteStartObject();
            foreach (var (field, value) in item)
            {
                if (only is not null && !only.Contains(field))
                    continue;

                schema.RequireDeclared(field);
                json.WritePropertyName(field.NameUtf8Span);
                field.WriteObject(schema.Name, json, value);
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Decodes an item.</summary>
    /// <typeparam name="T">The item's type.</typeparam>
    /// <param name="schema">The table's declaration.</param>
    /// <param name="json">A JSON object of attributes, in UTF-8. Undeclared attributes are ignored.</param>
    /// <exception cref="ItemDecodeException">
    /// A required attribute is missing, or one does not hold what its field declares.
    /// </exception>
    public static T Decode<T>(this TableSchema<T> schema, ReadOnlySpan<byte> json)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Decode(schema, schema.Name, json);
    }

    /// <summary>Decodes the declared attributes that the JSON has: all of them, or those of the given fields.</summary>
    /// <param name="schema">The table's declaration.</param>
    /// <param name="json">A JSON object of attributes, in UTF-8.</param>
    /// <param name="only">The fields to decode; null for all.</param>
    /// <exception cref="ItemDecodeException">An attribute does not hold what its field declares.</exception>
    public static Item DecodeItem(
        this TableSchema schema,
        ReadOnlySpan<byte> json,
        IReadOnlyCollection<Field>? only = null
    )
    {
        ArgumentNullException.ThrowIfNull(schema);
        return DecodeSome(schema, schema.Name, json, only);
    }

    internal static T Decode<T>(TableSchema<T> schema, string table, ReadOnlySpan<byte> json)
        where T : class
        => Read(schema, table, json, schema.Read);

    internal static T ReadAttributes<T>(FieldSet schema, ref Utf8JsonReader reader, ReadItem<T> read)
    {
        using var attributes = JsonDocument.ParseValue(ref reader);
        return Read(schema, table: null, JsonMarshal.GetRawUtf8Value(attributes.RootElement), read);
    }

    internal static Item DecodeSome(
        TableSchema schema,
        string table,
        ReadOnlySpan<byte> json,
        IReadOnlyCollection<Field>? only
    )
    {
        var slots = new ItemReader.Slot[schema.Fields.Count];
        ItemReader.Scan(schema, json, slots);
        var reader = new ItemReader(schema, table, json, slots);
        var item = new Item();
        foreach (var field in schema.Fields)
        {
            if ((only is null || only.Contains(field)) && reader.TryGetObject(field, out var value))
                item[field] = value;
        }

        return item;
    }

    internal static void WriteAttributes<T>(FieldSet schema, Utf8JsonWriter json, T item, WriteItem<T> write)
    {
        json.WriteStartObject();
        write(item, new ItemWriter(schema, json));
        json.WriteEndObject();
    }

    private static void RequireKeys(TableSchema schema, ReadOnlySpan<byte> encoded, Span<ItemReader.Slot> slots)
    {
        if (ItemReader.Scan(schema, encoded, slots) is { } twice)
            throw new ItemEncodeException(schema.Name, twice.Name, "one value", "two");

        foreach (var field in schema.Key.Fields)
        {
            if (slots[schema.IndexOf(field)].Length == 0)
                throw new ItemEncodeException(
                    schema.Name,
                    field.Name,
                    field.Expected + ", because it is a key",
                    "nothing"
                );
        }
    }

    private static T Read<T>(FieldSet schema, string? table, ReadOnlySpan<byte> json, ReadItem<T> read)
    {
        var count = schema.FieldArray.Length;
        var slots = count <= SlotsOnStackMax ? stackalloc ItemReader.Slot[count] : new ItemReader.Slot[count];
        ItemReader.Scan(schema, json, slots);
        return read(new ItemReader(schema, table, json, slots));
    }
}
