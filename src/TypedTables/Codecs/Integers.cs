using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TypedTables.Codecs;

internal static class Integers
{
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        // The common case first: plain digits that need no arithmetic beyond 64 bits.
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        if (
            digits.Length is > 0 and <= 19
            && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && (digits[0] != '0' || digits.Length == 1)
        )
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
