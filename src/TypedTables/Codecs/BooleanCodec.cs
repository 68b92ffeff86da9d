using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

internal sealed class BooleanCodec() : Codec<bool>(AttributeType.BOOL, "true or false as BOOL")
{
    public override void Write(Utf8JsonWriter writer, bool value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteBoolean("BOOL"u8, value);
        writer.WriteEndObject();
    }

    public override bool TryRead(ref Utf8JsonReader reader, out bool value)
    {
        value = false;
        if (
            !AttributeJson.TryEnter(ref reader, "BOOL"u8)
            || reader.TokenType is not (JsonTokenType.True or JsonTokenType.False)
        )
            return false;

        value = reader.GetBoolean();
        return AttributeJson.TryLeave(ref reader);
    }
}
