using System.Text.Json;

namespace TypedTables.Fields;

/// <summary>Reads and writes the one-property objects that scalars are in DynamoDB's JSON: <c>{"N":"100"}</c>.</summary>
internal static class AttributeJson
{
    /// <summary>The text inside, where the object has just the wanted type and nothing else.</summary>
    /// <param name="reader">Stands on the opening brace; afterwards, if the answer is true, on the closing one.</param>
    /// <param name="type">The wanted type, <c>N</c> or <c>S</c>.</param>
    /// <param name="buffer">Where the text goes, unescaped, in UTF-8. Raw text that is longer is no scalar of ours.</param>
    /// <param name="length">How much of the buffer it fills.</param>
    public static bool TryReadText(ref Utf8JsonReader reader, ReadOnlySpan<byte> type, scoped Span<byte> buffer, out int length)
    {
        length = 0;
        if (reader.TokenType != JsonTokenType.StartObject
            || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(type)
            || !reader.Read() || reader.TokenType != JsonTokenType.String
            || (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) > buffer.Length)
        {
            return false;
        }

        length = reader.CopyString(buffer);
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> type, ReadOnlySpan<byte> text)
    {
        writer.WriteStartObject();
        writer.WriteString(type, text);
        writer.WriteEndObject();
    }
}
