using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

internal sealed class StringCodec() : Codec<string>(AttributeType.S, "a string as S")
{
    public override void Write(Utf8JsonWriter writer, string value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("S"u8, Unicode.Checked(value));
        writer.WriteEndObject();
    }

    public override bool TryRead(ref Utf8JsonReader reader, out string value)
    {
        value = "";
        return AttributeJson.TryEnter(ref reader, "S"u8)
            && AttributeJson.TryGetString(ref reader, out value)
            && AttributeJson.TryLeave(ref reader);
    }
}
