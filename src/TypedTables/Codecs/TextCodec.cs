using System.Text;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

/// <summary>The base of the codecs that store a value as a short text.</summary>
internal abstract class TextCodec<T>(string expected, int textLengthMax) : Codec<T>(AttributeType.S, expected)
{
    public sealed override void Write(Utf8JsonWriter writer, T value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[textLengthMax];
        AttributeJson.WriteText(writer, "S"u8, text[..Format(value, text)]);
    }

    public sealed override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default!;
        Span<byte> buffer = stackalloc byte[6 * textLengthMax]; // room for every character being escaped as \u0000
        return AttributeJson.TryReadText(ref reader, "S"u8, buffer, out var length)
            && TryParse(buffer[..length], out value);
    }

    public sealed override bool TryConvert(object value, out T converted)
    {
        converted = default!;
        return value is string text
            && text.Length <= textLengthMax
            && TryParse(Encoding.UTF8.GetBytes(text), out converted);
    }

    /// <summary>Writes the value as text and returns its length.</summary>
    /// <exception cref="NotStorableException">The value has no text form.</exception>
    protected abstract int Format(T value, Span<byte> text);

    /// <summary>Reads the whole text, or returns false.</summary>
    protected abstract bool TryParse(ReadOnlySpan<byte> text, out T value);
}
