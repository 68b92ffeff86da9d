using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace TypedTables;

/// <summary>
/// A number as DynamoDB holds it: a sign, up to 38 digits and a power of ten. It is exact; nothing is ever rounded.
/// </summary>
/// <remarks>
/// Numbers are equal if their values are, however they were written: 1.50, 1.5 and 15E-1 are the same. DynamoDB holds
/// zero, and magnitudes from 1E-130 to 9.9999999999999999999999999999999999999E+125.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Number
{
    /// <summary>The number of significant digits that DynamoDB keeps: 38.</summary>
    public const int DigitsMax = 38;

    /// <summary>The largest power of ten of the first digit: 125.</summary>
    public const int MagnitudeMax = 125;

    /// <summary>The smallest power of ten of the first digit: −130.</summary>
    public const int MagnitudeMin = -130;

    private const int TextLengthMax = 200;

    /// <summary>
    /// Creates a number from digits and a power of ten: <paramref name="significand"/> ×
    /// 10^<paramref name="exponent"/>.
    /// </summary>
    /// <param name="significand">The digits, with their sign.</param>
    /// <param name="exponent">The power of ten of the last digit.</param>
    /// <exception cref="OverflowException">
    /// There are more than 38 significant digits, or the number is out of DynamoDB's range.
    /// </exception>
    public Number(BigInteger significand, int exponent = 0)
        => this = TryCreate(significand, exponent, out var number)
            ? number
            : throw new OverflowException(
                $"DynamoDB holds {DigitsMax} significant digits and magnitudes from 1E{MagnitudeMin} to "
                    + $"1E+{MagnitudeMax}."
            );

    private Number(BigInteger significand, int exponent, bool isCanonical)
    {
        _ = isCanonical;
        Significand = significand;
        Exponent = exponent;
    }

    /// <summary>The digits without trailing zeros, with their sign.</summary>
    public BigInteger Significand { get; }

    /// <summary>The power of ten of the last digit; 0 for zero.</summary>
    public int Exponent { get; }

    /// <summary>
    /// Parses a number: an optional minus sign, digits without leading zeros, an optional fraction, an optional
    /// exponent. The whole text must match.
    /// </summary>
    /// <param name="text">The text, in ASCII.</param>
    /// <param name="number">The number, if the method returns true.</param>
    /// <returns>Whether the text is a number that DynamoDB can hold.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out Number number)
    {
        number = default;
        if (text.Length is 0 or > TextLengthMax || !TrySplit(text, out var whole, out var fraction, out var exponent))
            return false;

        Span<char> digits = stackalloc char[TextLengthMax + 1];
        var length = 0;
        if (text[0] == '-')
            digits[length++] = '-';
        length += Encoding.ASCII.GetChars(whole, digits[length..]);
        length += Encoding.ASCII.GetChars(fraction, digits[length..]);
        var significand = BigInteger.Parse(
            digits[..length],
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture
        );
        return TryCreate(significand, exponent - fraction.Length, out number);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out Number)"/>
    public static bool TryParse(string text, out Number number)
    {
        ArgumentNullException.ThrowIfNull(text);
        number = default;
        return text.Length <= TextLengthMax
            && Ascii.IsValid(text)
            && TryParse(Encoding.ASCII.GetBytes(text), out number);
    }

    /// <summary>The number in DynamoDB's form: digits, with a decimal point or an exponent only where needed.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Significand).ToString(CultureInfo.InvariantCulture);
        var sign = Significand.Sign < 0 ? "-" : "";
        if (Exponent == 0)
            return sign + digits;
        if (Exponent > 0)
        {
            return digits.Length + Exponent <= DigitsMax
                ? sign + digits + new string('0', Exponent)
                : string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}E+{Exponent}");
        }

        var point = digits.Length + Exponent;
        if (point > 0)
            return $"{sign}{digits[..point]}.{digits[point..]}";
        return -Exponent <= DigitsMax
            ? $"{sign}0.{new string('0', -point)}{digits}"
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}E{Exponent}");
    }

    private static bool TryCreate(BigInteger significand, int exponent, out Number number)
    {
        number = default;
        if (significand.IsZero)
            return true;

        while (true)
        {
            var quotient = BigInteger.DivRem(significand, 10, out var remainder);
            if (!remainder.IsZero)
                break;
            significand = quotient;
            exponent++;
        }

        var digits = BigInteger.Abs(significand).ToString(CultureInfo.InvariantCulture).Length;
        var magnitude = exponent + digits - 1;
        if (digits > DigitsMax || magnitude is > MagnitudeMax or < MagnitudeMin)
            return false;

        number = new Number(significand, exponent, isCanonical: true);
        return true;
    }

    /// <summary>Splits the text by the grammar of a JSON number.</summary>
    private static bool TrySplit(
        ReadOnlySpan<byte> text,
        out ReadOnlySpan<byte> whole,
        out ReadOnlySpan<byte> fraction,
        out int exponent
    )
    {
        exponent = 0;
        fraction = default;
        var rest = text[0] == '-' ? text[1..] : text;
        whole = DigitsOf(rest);
        rest = rest[whole.Length..];
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0'))
            return false;

        if (rest.Length > 0 && rest[0] == '.')
        {
            rest = rest[1..];
            fraction = DigitsOf(rest);
            rest = rest[fraction.Length..];
            if (fraction.Length == 0)
                return false;
        }

        if (rest.Length == 0)
            return true;
        if (rest[0] is not ((byte)'e' or (byte)'E'))
            return false;

        rest = rest[1..];
        // Skip a plus sign, since the parser below would accept a second one after it.
        if (rest.Length > 1 && rest[0] == '+' && char.IsAsciiDigit((char)rest[1]))
            rest = rest[1..];
        // No exponent that fits needs more than four digits; the limit keeps the arithmetic small.
        return rest.Length is > 0 and <= 5
            && Utf8Parser.TryParse(rest, out exponent, out var consumed)
            && consumed == rest.Length;
    }

    private static ReadOnlySpan<byte> DigitsOf(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text : text[..end];
    }
}
