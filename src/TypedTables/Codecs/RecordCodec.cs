using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

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
