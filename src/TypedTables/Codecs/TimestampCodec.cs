using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TypedTables.Codecs;

/// <summary>ISO 8601 in UTC, always 28 characters, so that the strings sort by time.</summary>
internal sealed class TimestampCodec()
    : TextCodec<DateTimeOffset>("an ISO 8601 moment in UTC as S, such as 2026-01-31T12:00:00.0000000Z", TextLength)
{
    private const int TextLength = 28;

    protected override int Format(DateTimeOffset value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value.UtcDateTime, text, out var length, 'O');
        return length;
    }

    protected override bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        Span<char> chars = stackalloc char[TextLength];
        return text.Length == TextLength
            && Encoding.UTF8.TryGetChars(text, chars, out var length)
            && DateTimeOffset.TryParseExact(
                chars[..length],
                "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out value);
    }
}
