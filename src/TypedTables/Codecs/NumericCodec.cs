using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

/// <summary>The base of all number codecs: the text form, which is the same for a single value and in a set.</summary>
internal abstract class NumericCodec<T>(string expected) : Codec<T>(AttributeType.N, expected)
{
    /// <summary>A buffer's length that is enough for any form of any number that DynamoDB holds.</summary>
    protected const int TextLengthMax = 200;

    public sealed override void Write(Utf8JsonWriter writer, T value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[TextLengthMax];
        AttributeJson.WriteText(writer, "N"u8, text[..Format(value, text)]);
    }

    public sealed override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default!;
        Span<byte> buffer = stackalloc byte[TextLengthMax];
        return AttributeJson.TryReadText(ref reader, "N"u8, buffer, out var length)
            && TryParse(buffer[..length], out value);
    }

    /// <summary>Writes the number as text and returns its length.</summary>
    /// <exception cref="NotStorableException">DynamoDB cannot hold the number.</exception>
    public abstract int Format(T value, Span<byte> text);

    /// <summary>Reads a number exactly, or returns false.</summary>
    public abstract bool TryParse(ReadOnlySpan<byte> text, out T value);
}
