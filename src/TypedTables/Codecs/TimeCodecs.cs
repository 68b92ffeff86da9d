using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TypedTables.Codecs;

/// <summary>ISO 8601 in UTC, always 28 characters, so that the order of the strings is the order of the moments.</summary>
internal sealed class TimestampCodec() : TextCodec<DateTimeOffset>("an ISO 8601 moment in UTC as S, such as 2026-01-31T12:00:00.0000000Z", TextLength)
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

/// <summary>Whole seconds since 1970 in UTC: the form that DynamoDB's time to live wants.</summary>
internal sealed class EpochSecondsCodec() : NumericCodec<DateTimeOffset>("a moment in whole seconds since 1970-01-01T00:00:00Z as N")
{
    private static readonly long SecondsMin = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long SecondsMax = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    internal override SumRange? RangeOfSum(DateTimeOffset amount) =>
        new(SecondsMin, SecondsMax, amount.ToUnixTimeSeconds());

    public override int Format(DateTimeOffset value, Span<byte> text)
    {
        if (value.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new NotStorableException(string.Create(CultureInfo.InvariantCulture, $"{value:O}, which is no whole second"));

        Utf8Formatter.TryFormat(value.ToUnixTimeSeconds(), text, out var length);
        return length;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        var fits = Integers.TryParse(text, out var seconds) && seconds >= SecondsMin && seconds <= SecondsMax;
        value = fits ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return fits;
    }
}

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
            && DateOnly.TryParseExact(chars[..length], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }
}

/// <summary>.NET's own constant form, <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
internal sealed class DurationCodec() : TextCodec<TimeSpan>("a duration as S, such as 1.02:03:04.5000000", TextLengthMax)
{
    private const int TextLengthMax = 26; // -10675199.02:48:05.4775808

    protected override int Format(TimeSpan value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length, 'c');
        return length;
    }

    protected override bool TryParse(ReadOnlySpan<byte> text, out TimeSpan value)
    {
        // Parsing is lenient about how much is left out; writing again tells whether this is the one form that we write.
        Span<byte> again = stackalloc byte[TextLengthMax];
        return Utf8Parser.TryParse(text, out value, out var consumed, 'c')
            && consumed == text.Length
            && again[..Format(value, again)].SequenceEqual(text);
    }
}
