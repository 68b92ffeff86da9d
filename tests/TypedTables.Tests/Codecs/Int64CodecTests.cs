using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class Int64CodecTests
{
    [Fact]
    public void Any_integer_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<DoNotSize<long>>(any =>
                FieldJson.Read(Wallets.Balance, FieldJson.Write(Wallets.Balance, any.Item)) == any.Item
            )
        );

    [Fact]
    public void Any_integer_is_written_as_its_digits() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<DoNotSize<long>>(any =>
                FieldJson.Write(Wallets.Balance, any.Item)
                == $$"""{"N":"{{any.Item.ToString(CultureInfo.InvariantCulture)}}"}"""
            )
        );

    [Theory]
    [InlineData(0, """{"N":"0"}""")]
    [InlineData(-1, """{"N":"-1"}""")]
    [InlineData(9_007_199_254_740_993, """{"N":"9007199254740993"}""")]
    [InlineData(long.MaxValue, """{"N":"9223372036854775807"}""")]
    [InlineData(long.MinValue, """{"N":"-9223372036854775808"}""")]
    public void The_extremes_are_written_exactly_and_come_back(long value, string json)
    {
        FieldJson.Write(Wallets.Balance, value).ShouldBe(json);
        FieldJson.Read(Wallets.Balance, json).ShouldBe(value);
    }

    [Theory]
    [InlineData("12.34")]
    [InlineData("007")]
    [InlineData("-07")]
    [InlineData("00")]
    [InlineData("+5")]
    [InlineData("--5")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("5\\n")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("٣")] // a digit, but not of ASCII
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("99999999999999999999")]
    [InlineData("123456789012345678901234567890123456789")]
    public void A_number_that_is_no_64_bit_integer_is_refused(string text) =>
        FieldJson.Refuses(Wallets.Balance, $$"""{"N":"{{text}}"}""").ShouldBeTrue();

    [Theory]
    [InlineData("""{"N":5}""")]
    [InlineData("""{"N":null}""")]
    [InlineData("""{"N":["5"]}""")]
    [InlineData("""{"N":{"N":"5"}}""")]
    [InlineData("""{"S":"5"}""")]
    [InlineData("""{"n":"5"}""")]
    [InlineData("""{"NS":["5"]}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"N":"5","S":"5"}""")]
    [InlineData("""{"N":"5","N":"5"}""")]
    [InlineData("""{"S":"5","N":"5"}""")]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("\"5\"")]
    [InlineData("null")]
    [InlineData("""["5"]""")]
    public void What_is_not_one_object_with_a_text_under_N_is_refused(string json) =>
        FieldJson.Refuses(Wallets.Balance, json).ShouldBeTrue();

    [Theory]
    [InlineData("""{"N":"\u0035"}""", 5)]
    [InlineData("""{"N":"\u002d12\u0030"}""", -120)]
    [InlineData("""{"\u004e":"5"}""", 5)]
    [InlineData("""{ "N" : "5" }""", 5)]
    public void However_the_JSON_is_spelt_the_digits_count(string json, long expected) =>
        FieldJson.Read(Wallets.Balance, json).ShouldBe(expected);

    [Theory]
    [InlineData("12.0", 12)]
    [InlineData("-0", 0)]
    [InlineData("1e3", 1000)]
    [InlineData("1E+18", 1_000_000_000_000_000_000)]
    [InlineData("-12300E-2", -123)]
    [InlineData("922337203685477580.7E1", long.MaxValue)]
    public void An_integer_written_with_a_fraction_or_a_power_of_ten_is_read_exactly(string text, long expected) =>
        FieldJson.Read(Wallets.Balance, $$"""{"N":"{{text}}"}""").ShouldBe(expected);

    [Fact]
    public void The_reader_is_left_on_the_closing_brace()
    {
        var reader = new Utf8JsonReader("""[{"N":"5"},7]"""u8);
        reader.Read();
        reader.Read();

        Wallets.Balance.Codec.TryRead(ref reader, out var value).ShouldBeTrue();

        value.ShouldBe(5);
        reader.TokenType.ShouldBe(JsonTokenType.EndObject);
        reader.Read();
        reader.GetInt32().ShouldBe(7);
    }

    [Fact]
    public void A_culture_changes_nothing()
    {
        using var odd = new OddCulture();

        FieldJson.Write(Wallets.Balance, -1234567).ShouldBe("""{"N":"-1234567"}""");
        FieldJson.Read(Wallets.Balance, """{"N":"-1234567"}""").ShouldBe(-1234567);
        FieldJson.Refuses(Wallets.Balance, """{"N":"minus 5"}""").ShouldBeTrue();
        Encoding
            .UTF8.GetString(Wallets.Schema.Encode(new Item { [Wallets.Balance] = (short)-5 }))
            .ShouldBe("""{"balance":{"N":"-5"}}""");
    }
}
