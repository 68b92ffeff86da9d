using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class NumberCodecTests
{
    private const string Digits38 = "12345678901234567890123456789012345678";

    public static TheoryData<string> NotN =>
    [
        """{"N":5}""",
        """{"N":null}""",
        """{"S":"5"}""",
        """{"NS":["5"]}""",
        """{"NULL":true}""",
        """{"N":"5","N":"5"}""",
        """{"N":"x"}""",
        """{"N":""}""",
        """{"N":"NaN"}""",
        """{"N":"1e400"}""",
        """{"N":"123456789012345678901234567890123456789"}""",
        "{}",
        "5",
        "\"5\"",
        "null",
    ];

    [Theory]
    [MemberData(nameof(NotN))]
    public void Every_codec_of_numbers_refuses_what_is_no_number_of_DynamoDB(string json)
    {
        Codec.Number.Refuses(json).ShouldBeTrue();
        Codec.Int64.Refuses(json).ShouldBeTrue();
        Codec.Int32.Refuses(json).ShouldBeTrue();
        Codec.Decimal.Refuses(json).ShouldBeTrue();
        Codec.BigInteger.Refuses(json).ShouldBeTrue();
        Codec.EpochSeconds.Refuses(json).ShouldBeTrue();
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-12E-100")]
    [InlineData(Digits38)]
    public void Every_number_of_DynamoDB_goes_out_and_comes_back(string text) =>
        Codec.Number.Text(Codec.Number.Value($$"""{"N":"{{text}}"}""")).ShouldBe($$"""{"N":"{{text}}"}""");

    [Fact]
    public void A_number_takes_integers_decimals_and_texts()
    {
        Codec.Number.Untyped(5L).ShouldBe("""{"N":"5"}""");
        Codec.Number.Untyped((byte)5).ShouldBe("""{"N":"5"}""");
        Codec.Number.Untyped(1.50m).ShouldBe("""{"N":"1.5"}""");
        Codec.Number.Untyped("1e100").ShouldBe("""{"N":"1E\u002B100"}""");
        Codec.Number.Refusal("1e400").Found.ShouldBe("String '1e400'");
        Codec.Number.Refusal(1.5).Found.ShouldBe("Double '1.5'");
        Codec.Number.Refusal(ulong.MaxValue).Expected.ShouldBe("a number of up to 38 digits as N");
    }

    [Fact]
    public void Any_32_bit_integer_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(any => Codec.Int32.RoundTrip(any) == any));

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void The_extremes_of_32_bits_are_taken(int value)
    {
        Codec.Int32.Text(value).ShouldBe($$"""{"N":"{{value}}"}""");
        Codec.Int32.RoundTrip(value).ShouldBe(value);
        Codec.Int32.Untyped((long)value).ShouldBe($$"""{"N":"{{value}}"}""");
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("-2147483649")]
    [InlineData("1.5")]
    public void What_32_bits_cannot_hold_is_refused(string text)
    {
        Codec.Int32.Refuses($$"""{"N":"{{text}}"}""").ShouldBeTrue();
        Codec.Int32.Refusal(text).Expected.ShouldBe("a 32-bit integer as N");
    }

    [Theory]
    [InlineData("0.1e1", 1)]
    [InlineData("1e18", 1_000_000_000_000_000_000)]
    [InlineData("-9223372036854775808.0", long.MinValue)]
    [InlineData("9223372036854775807.0", long.MaxValue)]
    public void A_64_bit_integer_in_a_long_form_is_read_exactly(string text, long value) =>
        Codec.Int64.Value($$"""{"N":"{{text}}"}""").ShouldBe(value);

    [Theory]
    [InlineData("1e19")]
    [InlineData("1e-1")]
    [InlineData("9223372036854775808.0")]
    [InlineData("-9223372036854775809.0")]
    public void A_long_form_of_no_64_bit_integer_is_refused(string text) =>
        Codec.Int64.Refuses($$"""{"N":"{{text}}"}""").ShouldBeTrue();

    [Fact]
    public void Any_big_integer_of_38_digits_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<BigInteger>(any =>
            {
                var integer = any % BigInteger.Pow(10, 38);
                return Codec.BigInteger.RoundTrip(integer) == integer;
            })
        );

    [Fact]
    public void A_big_integer_has_up_to_38_significant_digits()
    {
        Codec.BigInteger.Text(BigInteger.Parse("-" + Digits38, null)).ShouldBe($$"""{"N":"-{{Digits38}}"}""");
        Codec.BigInteger.Text(BigInteger.Pow(10, 125)).ShouldBe("""{"N":"1E\u002B125"}""");
        Codec.BigInteger.Value("""{"N":"1E+125"}""").ShouldBe(BigInteger.Pow(10, 125));
        Codec.BigInteger.Value("""{"N":"5.0"}""").ShouldBe(5);
        Codec.BigInteger.Refuses("""{"N":"0.5"}""").ShouldBeTrue();
    }

    [Fact]
    public void A_bigger_integer_is_not_sent()
    {
        var long39 = Codec.BigInteger.Refusal(BigInteger.Parse("1" + Digits38, null));
        var huge = Codec.BigInteger.Refusal(BigInteger.Pow(10, 126));

        (long39.Table, long39.Field, long39.Expected).ShouldBe(
            ("things", "field", "an integer of up to 38 significant digits as N")
        );
        long39.Found.ShouldBe($"1{Digits38}, which DynamoDB cannot hold");
        huge.Found!.Length.ShouldBe(100);
        long39.InnerException.ShouldBeOfType<NotStorableException>();
    }

    [Fact]
    public void A_big_integer_takes_integers_and_texts()
    {
        Codec.BigInteger.Untyped(5).ShouldBe("""{"N":"5"}""");
        Codec.BigInteger.Untyped(Digits38).ShouldBe($$"""{"N":"{{Digits38}}"}""");
        Codec.BigInteger.Refusal("0.5").Found.ShouldBe("String '0.5'");
        Codec.BigInteger.Refusal(5m).Found.ShouldBe("Decimal '5'");
    }
}
