using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

internal sealed class MapCodec<T>(Codec<T> element)
    : Codec<IReadOnlyDictionary<string, T>>(AttributeType.M, $"a map as M, each value {element.Expected}")
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
            if (
                !AttributeJson.TryGetString(ref reader, out var name)
                || !reader.Read()
                || !element.TryRead(ref reader, out var one)
                || !map.TryAdd(name, one)
            )
                return false;
        }

        return AttributeJson.TryLeave(ref reader);
    }
}
