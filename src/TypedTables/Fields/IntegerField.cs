using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TypedTables.Fields;

/// <summary>A 64-bit signed integer, stored as a DynamoDB number (<c>N</c>).</summary>
/// <param name="name">The attribute's name.</param>
public sealed class IntegerField(string name) : Field<long>(name, AttributeType.N, "a 64-bit integer as N")
{
    private const int TextLengthMax = 20; // -9223372036854775808

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[TextLengthMax];
        var fits = Utf8Formatter.TryFormat(value, text, out var length);
        Debug.Assert(fits, "20 bytes hold every 64-bit integer");
        AttributeJson.WriteText(writer, "N"u8, text[..length]);
    }

    /// <inheritdoc/>
    public override bool TryRead(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        Span<byte> buffer = stackalloc byte[64];
        return AttributeJson.TryReadText(ref reader, "N"u8, buffer, out var length) && TryParse(buffer[..length], out value);
    }

    /// <inheritdoc/>
    protected override bool TryConvert(object value, out long converted)
    {
        switch (value)
        {
            case int or short or sbyte or byte or ushort or uint:
                converted = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                return true;
            case ulong unsigned when unsigned <= long.MaxValue:
                converted = (long)unsigned;
                return true;
            case string text when text.Length <= TextLengthMax:
                return TryParse(Encoding.UTF8.GetBytes(text), out converted);
            default:
                converted = 0;
                return false;
        }
    }

    /// <summary>Digits with an optional minus and nothing else: no plus, no leading zeros, no blanks, no exponent, no fraction.</summary>
    private static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        var canonical = digits.Length > 0 && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && (digits[0] != '0' || text.Length == 1);
        return canonical && Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;
    }
}
