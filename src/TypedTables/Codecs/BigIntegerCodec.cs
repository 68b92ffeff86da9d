using System.Numerics;
using System.Text;

namespace TypedTables.Codecs;

internal sealed class BigIntegerCodec() : NumericCodec<BigInteger>("an integer of up to 38 significant digits as N")
{
    public override int Format(BigInteger value, Span<byte> text) =>
        NumberCodec.FormatNumber(NumberCodec.Checked(value), text);

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
