using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TypedTables.Codecs;

/// <summary>
/// DynamoDB can hold every decimal. Of DynamoDB's numbers, those are read that fit a decimal without rounding.
/// </summary>
internal sealed class DecimalCodec()
    : NumericCodec<decimal>("a decimal number as N, of up to 28 digits without rounding")
{
    private const int ScaleMax = 28;

    private static readonly BigInteger SignificandMax = (BigInteger.One << 96) - 1;

    /// <summary>
    /// The range depends on the amount's number of decimals, trailing zeros apart: the more decimals, the smaller the
    /// largest value that a decimal can hold.
    /// </summary>
    internal override SumRange? RangeOfSum(decimal amount)
    {
        var scale = amount.Scale;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        var magnitude = ((BigInteger)unchecked((uint)bits[2]) << 64)
            + ((BigInteger)unchecked((uint)bits[1]) << 32)
            + unchecked((uint)bits[0]);
        for (; scale > 0 && magnitude % 10 == 0; scale--)
            magnitude /= 10;
        return new SumRange(
            -SignificandMax,
            SignificandMax,
            decimal.IsNegative(amount) ? -magnitude : magnitude,
            -scale);
    }

    public override int Format(decimal value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length);
        return length;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        if (!Number.TryParse(text, out var number) || number.Exponent is < -ScaleMax or > ScaleMax)
            return false;

        var significand =
            number.Exponent > 0 ? number.Significand * BigInteger.Pow(10, number.Exponent) : number.Significand;
        var magnitude = BigInteger.Abs(significand);
        if (magnitude > SignificandMax)
            return false;

        var bits = (UInt128)magnitude;
        value = new decimal(
            unchecked((int)(uint)(bits & uint.MaxValue)),
            unchecked((int)(uint)((bits >> 32) & uint.MaxValue)),
            unchecked((int)(uint)((bits >> 64) & uint.MaxValue)),
            isNegative: significand.Sign < 0,
            scale: (byte)(number.Exponent < 0 ? -number.Exponent : 0));
        return true;
    }

    public override bool TryConvert(object value, out decimal converted)
    {
        if (Integers.TryConvert(value, out var integer))
        {
            converted = integer;
            return true;
        }

        converted = 0;
        return value is string text && TryParse(Encoding.UTF8.GetBytes(text), out converted);
    }

    public static string TextOf(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
