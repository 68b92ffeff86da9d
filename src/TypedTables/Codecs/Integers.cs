using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TypedTables.Codecs;

internal sealed class Int64Codec() : NumericCodec<long>("a 64-bit integer as N")
{
    internal override SumRange? RangeOfSum(long amount) => new(long.MinValue, long.MaxValue, amount);

    public override int Format(long value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length);
        return length;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out long value) => Integers.TryParse(text, out value);

    public override bool TryConvert(object value, out long converted) => Integers.TryConvert(value, out converted);
}

internal sealed class Int32Codec() : NumericCodec<int>("a 32-bit integer as N")
{
    internal override SumRange? RangeOfSum(int amount) => new(int.MinValue, int.MaxValue, amount);

    public override int Format(int value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length);
        return length;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out int value) => TryNarrow(Integers.TryParse(text, out var wide), wide, out value);

    public override bool TryConvert(object value, out int converted) => TryNarrow(Integers.TryConvert(value, out var wide), wide, out converted);

    private static bool TryNarrow(bool isInteger, long wide, out int value)
    {
        var fits = isInteger && wide is >= int.MinValue and <= int.MaxValue;
        value = fits ? (int)wide : 0;
        return fits;
    }
}

internal sealed class BigIntegerCodec() : NumericCodec<BigInteger>("an integer of up to 38 significant digits as N")
{
    public override int Format(BigInteger value, Span<byte> text) => NumberCodec.FormatNumber(NumberCodec.Checked(value), text);

    public override bool TryParse(ReadOnlySpan<byte> text, out BigInteger value)
    {
        value = default;
        if (!Number.TryParse(text, out var number) || number.Exponent < 0)
            return false;

        value = number.Significand * BigInteger.Pow(10, number.Exponent);
        return true;
    }

    public override bool TryConvert(object value, out BigInteger converted)
    {
        if (Integers.TryConvert(value, out var integer))
        {
            converted = integer;
            return true;
        }

        converted = default;
        return value is string text && TryParse(Encoding.UTF8.GetBytes(text), out converted);
    }
}

internal static class Integers
{
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        // The usual case first: plain digits, which need no arithmetic beyond 64 bits.
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        if (digits.Length is > 0 and <= 19 && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (digits[0] != '0' || digits.Length == 1))
            return Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;

        value = 0;
        if (!Number.TryParse(text, out var number) || number.Exponent is < 0 or > 18)
            return false;

        var whole = number.Significand * BigInteger.Pow(10, number.Exponent);
        if (whole < long.MinValue || whole > long.MaxValue)
            return false;

        value = (long)whole;
        return true;
    }

    public static bool TryConvert(object value, out long converted)
    {
        switch (value)
        {
            case long or int or short or sbyte or byte or ushort or uint:
                converted = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                return true;
            case ulong unsigned when unsigned <= long.MaxValue:
                converted = (long)unsigned;
                return true;
            case string text:
                return TryParse(Encoding.UTF8.GetBytes(text), out converted);
            default:
                converted = 0;
                return false;
        }
    }
}
