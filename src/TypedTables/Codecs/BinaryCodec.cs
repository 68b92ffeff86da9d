using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

internal sealed class BinaryCodec() : Codec<byte[]>(AttributeType.B, "bytes as B")
{
    public override void Write(Utf8JsonWriter writer, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteBase64String("B"u8, value);
        writer.WriteEndObject();
    }

    public override bool TryRead(ref Utf8JsonReader reader, out byte[] value)
    {
        value = [];
        if (
            !AttributeJson.TryEnter(ref reader, "B"u8)
            || reader.TokenType != JsonTokenType.String
            || !reader.TryGetBytesFromBase64(out var bytes)
        )
            return false;

        value = bytes;
        return AttributeJson.TryLeave(ref reader);
    }
}
