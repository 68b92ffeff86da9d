using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace TypedTables.Fields;

/// <summary>A UUID, stored as a DynamoDB string (<c>S</c>): 36 characters, hyphenated, lower case.</summary>
/// <remarks>Upper case is accepted when reading and is normalised; anything before or after the 36 characters is refused.</remarks>
/// <param name="name">The attribute's name.</param>
public sealed class UuidField(string name) : Field<Guid>(name, AttributeType.S, "a UUID of 36 characters as S")
{
    private const int TextLength = 36;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Guid value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[TextLength];
        var fits = Utf8Formatter.TryFormat(value, text, out _, 'D');
        Debug.Assert(fits, "36 bytes hold every UUID");
        AttributeJson.WriteText(writer, "S"u8, text);
    }

    /// <inheritdoc/>
    public override bool TryRead(ref Utf8JsonReader reader, out Guid value)
    {
        value = Guid.Empty;
        Span<byte> buffer = stackalloc byte[6 * TextLength]; // each character may be escaped as \u0000
        return AttributeJson.TryReadText(ref reader, "S"u8, buffer, out var length) && TryParse(buffer[..length], out value);
    }

    /// <inheritdoc/>
    protected override bool TryConvert(object value, out Guid converted)
    {
        converted = Guid.Empty;
        return value is string { Length: TextLength } text && TryParse(Encoding.UTF8.GetBytes(text), out converted);
    }

    // Guid.TryParseExact would trim blanks around the text; this parser reads just what is there.
    private static bool TryParse(ReadOnlySpan<byte> text, out Guid value)
    {
        value = Guid.Empty;
        return text.Length == TextLength && Utf8Parser.TryParse(text, out value, out var consumed, 'D') && consumed == TextLength;
    }
}
