using System.Text.Json;

namespace TypedTables;

/// <summary>The key of one item: a value for the hash field and, if the table has one, for the range field.</summary>
public sealed class Key
{
    private readonly FieldOperand[] _values;

    private Key(params FieldOperand[] values) => _values = values;

    /// <summary>Creates the key of an item in a table with only a hash key.</summary>
    /// <typeparam name="THash">The hash field's type.</typeparam>
    /// <param name="hash">The hash field.</param>
    /// <param name="value">Its value.</param>
    public static Key Of<THash>(Field<THash> hash, THash value)
        => new(new FieldOperand<THash>(hash, value));

    /// <summary>Creates the key of an item in a table with a hash key and a range key.</summary>
    /// <typeparam name="THash">The hash field's type.</typeparam>
    /// <typeparam name="TRange">The range field's type.</typeparam>
    /// <param name="hash">The hash field.</param>
    /// <param name="hashValue">Its value.</param>
    /// <param name="range">The range field.</param>
    /// <param name="rangeValue">Its value.</param>
    public static Key Of<THash, TRange>(Field<THash> hash, THash hashValue, Field<TRange> range, TRange rangeValue)
        => new(new FieldOperand<THash>(hash, hashValue), new FieldOperand<TRange>(range, rangeValue));

    internal void Write(TableSchema schema, Utf8JsonWriter json)
    {
        Require(schema, schema.Key.HashField);
        if (schema.Key.RangeField is { } range)
            Require(schema, range);

        if (_values.Length == 2 && ReferenceEquals(_values[0].Field, _values[1].Field))
            throw new ItemEncodeException(schema.Name, _values[0].Field.Name, "one value", "two");

        json.WriteStartObject();
        foreach (var value in _values)
        {
            if (!schema.Key.Has(value.Field))
                throw new ItemEncodeException(
                    schema.Name,
                    value.Field.Name,
                    "to be a key field in order to stand in a key",
                    "a field that is no key"
                );
            json.WritePropertyName(value.Field.NameUtf8Span);
            value.Write(schema, json);
        }

        json.WriteEndObject();
    }

    private void Require(TableSchema schema, Field field)
    {
        foreach (var value in _values)
        {
            if (ReferenceEquals(value.Field, field))
                return;
        }

        throw new ItemEncodeException(schema.Name, field.Name, field.Expected + ", because it is a key", "nothing");
    }

    /// <summary>Reads a key from DynamoDB's JSON.</summary>
    internal static Key Read(TableSchema schema, string table, ReadOnlySpan<byte> json)
    {
        var item = ItemCodec.DecodeSome(schema, table, json, [.. schema.Key.Fields]);
        return new Key([.. item.Select(pair => new UncheckedOperand(pair.Key, pair.Value))]);
    }
}
