using System.Text.Json;

namespace TypedTables.Codecs;

internal sealed class ListCodec<T>(Codec<T> element) : Codec<IReadOnlyList<T>>(AttributeType.L, $"a list as L, each element {element.Expected}"), IElementCodec<T>
{
    public Codec<T> Element => element;

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteStartArray("L"u8);
        foreach (var one in value)
            element.Write(writer, one);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public override bool TryRead(ref Utf8JsonReader reader, out IReadOnlyList<T> value)
    {
        var list = new List<T>();
        value = list;
        if (!AttributeJson.TryEnter(ref reader, "L"u8) || reader.TokenType != JsonTokenType.StartArray)
            return false;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!element.TryRead(ref reader, out var one))
                return false;
            list.Add(one);
        }

        return AttributeJson.TryLeave(ref reader);
    }
}

internal sealed class MapCodec<T>(Codec<T> element) : Codec<IReadOnlyDictionary<string, T>>(AttributeType.M, $"a map as M, each value {element.Expected}")
{
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteStartObject("M"u8);
        foreach (var (name, one) in value)
        {
            writer.WritePropertyName(Unicode.Checked(name));
            element.Write(writer, one);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public override bool TryRead(ref Utf8JsonReader reader, out IReadOnlyDictionary<string, T> value)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        value = map;
        if (!AttributeJson.TryEnter(ref reader, "M"u8) || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!AttributeJson.TryGetString(ref reader, out var name) || !reader.Read() || !element.TryRead(ref reader, out var one) || !map.TryAdd(name, one))
                return false;
        }

        return AttributeJson.TryLeave(ref reader);
    }
}

internal sealed class RecordCodec<T>(RecordSchema<T> schema) : Codec<T>(AttributeType.M, $"a {typeof(T).Name} as M")
    where T : class
{
    public override void Write(Utf8JsonWriter writer, T value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        schema.ReadBack.CheckFirst(value, schema.Read, schema.Write);
        writer.WriteStartObject();
        writer.WritePropertyName("M"u8);
        ItemCodec.WriteAttributes(schema, writer, value, schema.Write);
        writer.WriteEndObject();
    }

    public override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = null!;
        if (!AttributeJson.TryEnter(ref reader, "M"u8) || reader.TokenType != JsonTokenType.StartObject)
            return false;

        value = ItemCodec.ReadAttributes(schema, ref reader, schema.Read);
        return AttributeJson.TryLeave(ref reader);
    }
}
