using System.Text.Json;

namespace TypedTables;

/// <summary>The key of one item: a value for the hash field and, where the table has one, for the range field.</summary>
public sealed class Key
{
    private readonly FieldValue[] _values;

    private Key(params FieldValue[] values) => _values = values;

    /// <summary>The key of an item in a table with a hash key alone.</summary>
    /// <typeparam name="THash">The hash field's type.</typeparam>
    /// <param name="hash">The hash field.</param>
    /// <param name="value">Its value.</param>
    public static Key Of<THash>(Field<THash> hash, THash value)
        where THash : notnull
        => new(new FieldValue<THash>(hash, value));

    /// <summary>The key of an item in a table with hash and range keys.</summary>
    /// <typeparam name="THash">The hash field's type.</typeparam>
    /// <typeparam name="TRange">The range field's type.</typeparam>
    /// <param name="hash">The hash field.</param>
    /// <param name="hashValue">Its value.</param>
    /// <param name="range">The range field.</param>
    /// <param name="rangeValue">Its value.</param>
    public static Key Of<THash, TRange>(Field<THash> hash, THash hashValue, Field<TRange> range, TRange rangeValue)
        where THash : notnull
        where TRange : notnull
        => new(new FieldValue<THash>(hash, hashValue), new FieldValue<TRange>(range, rangeValue));

    internal void Write(TableSchema schema, Utf8JsonWriter json)
    {
        foreach (var field in schema.Key.Fields)
        {
            if (!Array.Exists(_values, value => ReferenceEquals(value.Field, field)))
                throw new ItemEncodeException(schema.Name, field.Name, field.Expected + ", because it is a key", "nothing");
        }

        json.WriteStartObject();
        foreach (var value in _values)
        {
            if (!schema.Key.Fields.Contains(value.Field))
                throw new ItemEncodeException(schema.Name, value.Field.Name, "to be a key field in order to stand in a key", "a field that is no key");
            json.WritePropertyName(value.Field.NameUtf8Span);
            value.Write(schema, json);
        }

        json.WriteEndObject();
    }
}
