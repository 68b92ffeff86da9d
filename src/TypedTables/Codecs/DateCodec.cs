using System.Globalization;
using System.Text;

namespace TypedTables.Codecs;

internal sealed class DateCodec() : TextCodec<DateOnly>("a date as S, such as 2026-01-31", TextLength)
{
    private const int TextLength = 10;

    protected override int Format(DateOnly value, Span<byte> text)
    {
        value.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return length;
    }

    protected override bool TryParse(ReadOnlySpan<byte> text, out DateOnly value)
    {
        value = default;
        Span<char> chars = stackalloc char[TextLength];
        return text.Length == TextLength
            && Encoding.UTF8.TryGetChars(text, chars, out var length)
            && DateOnly.TryParseExact(
                chars[..length],
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out value
            );
    }
}
