using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

internal sealed class ListCodec<T>(Codec<T> element)
    : Codec<IReadOnlyList<T>>(AttributeType.L, $"a list as L, each element {element.Expected}"),
        IElementCodec<T>
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
