using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TypedTables.Fields;

/// <summary>A moment in UTC, stored as a DynamoDB string (<c>S</c>) in ISO 8601: <c>2026-01-31T12:00:00.0000000Z</c>.</summary>
/// <remarks>Always 28 characters, to 100 ns, so that the order of the strings is the order of the moments. Any offset is turned into UTC when writing; only UTC is accepted when reading.</remarks>
/// <param name="name">The attribute's name.</param>
public sealed class TimestampField(string name) : Field<DateTimeOffset>(name, AttributeType.S, "an ISO 8601 moment in UTC as S, such as 2026-01-31T12:00:00.0000000Z")
{
    private const int TextLength = 28;
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[TextLength];
        var fits = Utf8Formatter.TryFormat(value.UtcDateTime, text, out _, 'O');
        Debug.Assert(fits, "28 bytes hold every UTC moment");
        AttributeJson.WriteText(writer, "S"u8, text);
    }

    /// <inheritdoc/>
    public override bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset value)
    {
        value = default;
        Span<byte> buffer = stackalloc byte[6 * TextLength];
        return AttributeJson.TryReadText(ref reader, "S"u8, buffer, out var length) && TryParse(buffer[..length], out value);
    }

    /// <inheritdoc/>
    protected override bool TryConvert(object value, out DateTimeOffset converted)
    {
        converted = default;
        return value is string { Length: TextLength } text && TryParse(Encoding.UTF8.GetBytes(text), out converted);
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length != TextLength)
            return false;

        Span<char> chars = stackalloc char[TextLength];
        return Encoding.UTF8.TryGetChars(text, chars, out var length)
            && DateTimeOffset.TryParseExact(
                chars[..length], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);
    }
}
