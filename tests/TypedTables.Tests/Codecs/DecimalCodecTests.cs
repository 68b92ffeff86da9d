using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class DecimalCodecTests
{
    private const string MaxText = "79228162514264337593543950335";

    [Fact]
    public void Any_decimal_comes_back_with_its_value() =>
        Check.QuickThrowOnFailure(Prop.ForAll<decimal>(any => Codec.Decimal.RoundTrip(any) == any));

    [Fact]
    public void Any_decimal_of_any_digits_and_scale_comes_back_with_its_value() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<DoNotSize<int>, DoNotSize<long>, byte>(
                (high, low, scale) =>
                {
                    var any = new decimal(
                        unchecked((int)low.Item),
                        unchecked((int)(low.Item >> 32)),
                        high.Item,
                        low.Item % 2 == 0,
                        (byte)(scale % 29)
                    );
                    return Codec.Decimal.RoundTrip(any) == any;
                }
            )
        );

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1.5", "1.5")]
    [InlineData("1.50", "1.50")]
    [InlineData("-12.034", "-12.034")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData(MaxText, MaxText)]
    [InlineData("-" + MaxText, "-" + MaxText)]
    [InlineData("7.9228162514264337593543950335", "7.9228162514264337593543950335")]
    public void A_decimal_is_written_plainly_and_comes_back(string value, string text)
    {
        var number = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        Codec.Decimal.Text(number).ShouldBe($$"""{"N":"{{text}}"}""");
        Codec.Decimal.RoundTrip(number).ShouldBe(number);
    }

    [Theory]
    [InlineData("1E28", "10000000000000000000000000000")]
    [InlineData("7E+28", "70000000000000000000000000000")]
    [InlineData("1E-28", "0.0000000000000000000000000001")]
    [InlineData("-25E-1", "-2.5")]
    [InlineData("1.5000000000000000000000000000000", "1.5")]
    [InlineData("-0", "0")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    [InlineData("4294967296", "4294967296")]
    [InlineData("55340232225423622147", "55340232225423622147")]
    public void A_number_that_a_decimal_can_hold_is_read_exactly(string text, string value) =>
        Codec
            .Decimal.Value($$"""{"N":"{{text}}"}""")
            .ToString(System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(value);

    [Theory]
    [InlineData("79228162514264337593543950336")] // one more than there is
    [InlineData("-79228162514264337593543950336")]
    [InlineData("7.9228162514264337593543950336")]
    [InlineData("8E28")]
    [InlineData("1E29")]
    [InlineData("1E+125")]
    [InlineData("1E-29")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("1.00000000000000000000000000001")]
    [InlineData("12345678901234567890123456789.5")]
    [InlineData("12345678901234567890123456789012345678")]
    public void A_number_that_a_decimal_would_round_is_refused(string text) =>
        Codec.Decimal.Refuses($$"""{"N":"{{text}}"}""").ShouldBeTrue();

    [Fact]
    public void A_decimal_takes_integers_and_texts()
    {
        Codec.Decimal.Untyped(-5).ShouldBe("""{"N":"-5"}""");
        Codec.Decimal.Untyped("2.50").ShouldBe("""{"N":"2.5"}""");
        Codec.Decimal.Refusal("1E-29").Found.ShouldBe("String '1E-29'");
        Codec.Decimal.Refusal(1.5).Found.ShouldBe("Double '1.5'");
        Codec.Decimal.Refusal(1.5f).Expected.ShouldBe("a decimal number as N, of up to 28 digits without rounding");
        Codec.Decimal.Refusal(null).Found.ShouldBe("null");
    }

    [Fact]
    public void A_decimal_says_what_it_is() =>
        (Codec.Decimal.Type, Codec.Number.Type, Codec.BigInteger.Type).ShouldBe(
            (AttributeType.N, AttributeType.N, AttributeType.N)
        );
}
