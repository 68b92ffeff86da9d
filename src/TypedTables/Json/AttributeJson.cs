using System.Text.Json;

namespace TypedTables.Json;

/// <summary>Reads and writes the one-property objects that values are in DynamoDB's JSON: <c>{"N":"100"}</c>.</summary>
internal static class AttributeJson
{
    /// <summary>Steps into an object that has just the wanted type, onto its content.</summary>
    /// <param name="reader">Stands on the opening brace; afterwards, where the answer is true, on the content's first
    /// token.</param>
    /// <param name="type">The wanted type, such as <c>N</c>.</param>
    public static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> type) =>
        reader.TokenType == JsonTokenType.StartObject
        && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && IsText(ref reader, type)
        && reader.Read();

    /// <summary>Whether a string or name is this text, unescaped.</summary>
    public static bool IsText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false; // Half a surrogate pair, escaped: nobody's text.
        }
    }

    /// <summary>Steps out of the object, which must have nothing else in it.</summary>
    public static bool TryLeave(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.EndObject;

    /// <summary>The text of a short string, unescaped, in UTF-8.</summary>
    /// <param name="reader">Stands on the string.</param>
    /// <param name="buffer">Where the text goes. Raw text that is longer is refused.</param>
    /// <param name="length">How much of the buffer it fills.</param>
    public static bool TryCopy(ref Utf8JsonReader reader, scoped Span<byte> buffer, out int length)
    {
        length = 0;
        if (reader.TokenType != JsonTokenType.String
            || (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) > buffer.Length)
        {
            return false;
        }

        try
        {
            length = reader.CopyString(buffer);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // Half a surrogate pair, escaped: JSON's grammar lets it through, Unicode does not.
        }
    }

    /// <summary>The text of a string, unescaped.</summary>
    public static bool TryGetString(ref Utf8JsonReader reader, out string text)
    {
        text = "";
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return false;

        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The text of a short scalar such as <c>{"N":"100"}</c>.</summary>
    public static bool TryReadText(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> type,
        scoped Span<byte> buffer,
        out int length
    )
    {
        length = 0;
        return TryEnter(ref reader, type) && TryCopy(ref reader, buffer, out length) && TryLeave(ref reader);
    }

    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> type, ReadOnlySpan<byte> text)
    {
        writer.WriteStartObject();
        writer.WriteString(type, text);
        writer.WriteEndObject();
    }
}
