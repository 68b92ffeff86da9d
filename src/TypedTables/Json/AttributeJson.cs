using System.Text.Json;

namespace TypedTables.Json;

/// <summary>
/// Reads and writes single values in DynamoDB's JSON: objects with one property, such as <c>{"N":"100"}</c>.
/// </summary>
internal static class AttributeJson
{
    /// <summary>Enters an object whose property is the expected type, and moves to its content.</summary>
    /// <param name="reader">The reader, on the opening brace; on success it ends on the content's first token.</param>
    /// <param name="type">The expected type, such as <c>N</c>.</param>
    public static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> type) =>
        reader.TokenType == JsonTokenType.StartObject
        && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && IsText(ref reader, type)
        && reader.Read();

    /// <summary>Whether a string or property name, unescaped, equals this text.</summary>
    public static bool IsText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false; // An escaped unpaired surrogate equals no text.
        }
    }

    /// <summary>Leaves the object, which must have no other property.</summary>
    public static bool TryLeave(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.EndObject;

    /// <summary>Copies the text of a short string, unescaped, in UTF-8.</summary>
    /// <param name="reader">The reader, on the string.</param>
    /// <param name="buffer">The destination. The method fails if the raw text is longer.</param>
    /// <param name="length">The number of bytes written.</param>
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
            return false; // An escaped unpaired surrogate: valid JSON, but not valid Unicode.
        }
    }

    /// <summary>Gets the text of a string, unescaped.</summary>
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

    /// <summary>Reads the text of a short scalar such as <c>{"N":"100"}</c>.</summary>
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
