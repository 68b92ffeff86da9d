using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace TypedTables.Tests.Codecs;

public sealed class NumberTests
{
    private const string Digits38 = "12345678901234567890123456789012345678";

    private static readonly BigInteger Nines38 = BigInteger.Pow(10, 38) - 1;

    [Fact]
    public void Any_number_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<BigInteger, int>(
                (digits, power) =>
                {
                    var number = new Number(digits % Nines38, power % 80);
                    return Parse(number.ToString()) == number;
                }
            )
        );

    [Fact]
    public void Any_decimal_is_the_number_that_it_looks_like() => Check.QuickThrowOnFailure(Prop.ForAll<decimal>(any =>
    {
        var number = Parse(any.ToString(CultureInfo.InvariantCulture));
        return decimal.Parse(number.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture) == any;
    }));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("0E+9999", "0")]
    [InlineData("0E-9999", "0")]
    [InlineData("0E99999", "0")]
    [InlineData("1", "1")]
    [InlineData("-1", "-1")]
    [InlineData("10", "10")]
    [InlineData("1.50", "1.5")]
    [InlineData("15E-1", "1.5")]
    [InlineData("0.15e+1", "1.5")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("0.05", "0.05")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("12.034", "12.034")]
    [InlineData("1200", "1200")]
    [InlineData("1E37", "10000000000000000000000000000000000000")]
    [InlineData("1E38", "1E+38")]
    [InlineData("-12E37", "-12E+37")]
    [InlineData("1.2E36", "1200000000000000000000000000000000000")]
    [InlineData("1E-38", "0.00000000000000000000000000000000000001")]
    [InlineData("-1E-39", "-1E-39")]
    [InlineData("12E-39", "12E-39")]
    [InlineData("1.2345678901234567890123456789012345678", "1.2345678901234567890123456789012345678")]
    [InlineData("0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678")]
    [InlineData(Digits38, Digits38)]
    [InlineData("-" + Digits38, "-" + Digits38)]
    [InlineData(Digits38 + "000", "12345678901234567890123456789012345678E+3")]
    [InlineData(Digits38 + ".000", Digits38)]
    public void A_number_has_one_form_however_it_was_written(string text, string plain) =>
        Parse(text).ToString().ShouldBe(plain);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("01")]
    [InlineData("-01")]
    [InlineData("00")]
    [InlineData(".5")]
    [InlineData("-.5")]
    [InlineData("5.")]
    [InlineData("5.e1")]
    [InlineData("1..5")]
    [InlineData("1.5.5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e-")]
    [InlineData("1e++5")]
    [InlineData("1e+-5")]
    [InlineData("1e--5")]
    [InlineData("1e1.5")]
    [InlineData("1e5x")]
    [InlineData("1x5")]
    [InlineData("1f5")]
    [InlineData("1e 5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("0x1F")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("∞")]
    [InlineData("٣")]
    public void What_is_no_number_is_refused(string text) => Number.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Equal_numbers_are_equal_whatever_they_are_made_of()
    {
        new Number(150, -2).ShouldBe(new Number(15, -1));
        new Number(150, -2).GetHashCode().ShouldBe(new Number(15, -1).GetHashCode());
        new Number(0, 77).ShouldBe(default);
        new Number(-15).ShouldNotBe(new Number(15));
        new Number(15, 1).ShouldNotBe(new Number(15));
        (new Number(1500).Significand, new Number(1500).Exponent).ShouldBe((new BigInteger(15), 2));
        (default(Number).Significand, default(Number).Exponent).ShouldBe((BigInteger.Zero, 0));
    }

    [Fact]
    public void A_text_that_is_null_is_refused_by_name() =>
        Should.Throw<ArgumentNullException>(() => Number.TryParse((string)null!, out _)).ParamName.ShouldBe("text");

    private static Number Parse(string text)
    {
        Number.TryParse(text, out var number).ShouldBeTrue(text);
        return number;
    }
}
