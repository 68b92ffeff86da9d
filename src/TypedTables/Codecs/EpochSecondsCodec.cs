using System.Buffers.Text;
using System.Globalization;

namespace TypedTables.Codecs;

/// <summary>Whole seconds since 1970 in UTC: the form that DynamoDB's time to live wants.</summary>
internal sealed class EpochSecondsCodec()
    : NumericCodec<DateTimeOffset>("a moment in whole seconds since 1970-01-01T00:00:00Z as N")
{
    private static readonly long SecondsMin = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long SecondsMax = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    internal override SumRange? RangeOfSum(DateTimeOffset amount) =>
        new(SecondsMin, SecondsMax, amount.ToUnixTimeSeconds());

    public override int Format(DateTimeOffset value, Span<byte> text)
    {
        if (value.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new NotStorableException(
                string.Create(CultureInfo.InvariantCulture, $"{value:O}, which is no whole second")
            );

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
