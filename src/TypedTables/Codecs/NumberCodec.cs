using System.Globalization;
using System.Numerics;
using System.Text;

namespace TypedTables.Codecs;

internal sealed class NumberCodec() : NumericCodec<Number>("a number of up to 38 digits as N")
{
    public override int Format(Number value, Span<byte> text) => FormatNumber(value, text);

    public override bool TryParse(ReadOnlySpan<byte> text, out Number value) => Number.TryParse(text, out value);

    public override bool TryConvert(object value, out Number converted)
    {
        switch (value)
        {
            case string text:
                return Number.TryParse(text, out converted);
            case decimal number:
                return Number.TryParse(DecimalCodec.TextOf(number), out converted);
            default:
                var isInteger = Integers.TryConvert(value, out var integer);
                converted = isInteger ? new Number(integer) : default;
                return isInteger;
        }
    }

    public static int FormatNumber(Number value, Span<byte> text) => Encoding.ASCII.GetBytes(value.ToString(), text);

    /// <exception cref="NotStorableException">DynamoDB cannot hold the number.</exception>
    public static Number Checked(BigInteger significand)
    {
        try
        {
            return new Number(significand);
        }
        catch (OverflowException)
        {
            throw new NotStorableException(
                string.Create(CultureInfo.InvariantCulture, $"{significand}, which DynamoDB cannot hold")
            );
        }
    }
}
