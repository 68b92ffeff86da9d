using FsCheck;
using FsCheck.Fluent;
using TypedTables.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class PlainCodecTests
{
    [Fact]
    public void Any_string_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>>(any => Codec.String.RoundTrip(any.Get) == any.Get));

    [Fact]
    public void Any_bytes_come_back_as_they_went() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(any => Codec.Binary.RoundTrip(any).AsSpan().SequenceEqual(any)));

    [Theory]
    [InlineData("", """{"S":""}""")]
    [InlineData("a", """{"S":"a"}""")]
    [InlineData(" a ", """{"S":" a "}""")]
    public void A_string_is_written_as_it_is(string value, string json) => Codec.String.Text(value).ShouldBe(json);

    [Theory]
    [InlineData("\0\u0001\u001f\"\\/\r\n\t")]
    [InlineData("ä€😀\u2028\ufffd")]
    [InlineData("é")] // not normalised
    public void A_string_that_JSON_escapes_comes_back_as_it_went(string value) =>
        Codec.String.RoundTrip(value).ShouldBe(value);

    [Fact]
    public void A_text_that_is_no_Unicode_is_not_sent_as_another()
    {
        const string Found = "text with half a surrogate pair, which is no Unicode";

        foreach (var value in new[] { "\ud800", "a\udc00b", "😀\ud83d", "\udc00\ud800" })
        {
            Codec.String.Refusal(value).Found.ShouldBe(Found);
            Codec.StringSet.Refusal(new HashSet<string> { value }).Found.ShouldBe(Found);
            Codec.Map(Codec.Int64).Refusal(new Dictionary<string, long> { [value] = 1 }).Found.ShouldBe(Found);
        }
    }

    [Fact]
    public void A_stored_text_that_is_no_Unicode_is_refused()
    {
        Codec.String.Refuses("""{"S":"\ud800"}""").ShouldBeTrue();
        Codec.StringSet.Refuses("""{"SS":["\ud800"]}""").ShouldBeTrue();
        Codec.Map(Codec.Int64).Refuses("""{"M":{"\ud800":{"N":"1"}}}""").ShouldBeTrue();
        Codec.Date.Refuses("""{"S":"2026-\ud800"}""").ShouldBeTrue();
        Codec.Int64.Refuses("""{"N":"\ud800"}""").ShouldBeTrue();
        Papers.Schema.Decode("""{"\ud800":{"N":"1"},"id":{"S":"p1"}}"""u8).Id.ShouldBe("p1");
    }

    [Theory]
    [InlineData("""{"N":"5"}""")]
    [InlineData("""{"S":5}""")]
    [InlineData("""{"S":null}""")]
    [InlineData("""{"S":["a"]}""")]
    [InlineData("""{"SS":["a"]}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"S":"a","S":"a"}""")]
    [InlineData("{}")]
    [InlineData("\"a\"")]
    public void What_is_no_string_is_refused(string json) => Codec.String.Refuses(json).ShouldBeTrue();

    [Fact]
    public void What_is_null_is_not_sent()
    {
        var error = Should.Throw<ItemEncodeException>(() =>
            JsonBuffer.ToArray(json => Field.Of("field", Codec.String).Write("things", json, null!))
        );

        (error.Table, error.Field, error.Expected).ShouldBe(("things", "field", "a string as S"));
        Should
            .Throw<ItemEncodeException>(() =>
                JsonBuffer.ToArray(json => Field.Of("field", Codec.Binary).Write("things", json, null!))
            )
            .Expected.ShouldBe("bytes as B");
    }

    [Theory]
    [InlineData(true, """{"BOOL":true}""")]
    [InlineData(false, """{"BOOL":false}""")]
    public void A_truth_value_is_a_BOOL(bool value, string json)
    {
        Codec.Boolean.Text(value).ShouldBe(json);
        Codec.Boolean.Value(json).ShouldBe(value);
    }

    [Theory]
    [InlineData("""{"BOOL":"true"}""")]
    [InlineData("""{"BOOL":1}""")]
    [InlineData("""{"BOOL":null}""")]
    [InlineData("""{"BOOL":true,"BOOL":true}""")]
    [InlineData("""{"N":"1"}""")]
    [InlineData("""{"S":"true"}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("true")]
    public void What_is_no_truth_value_is_refused(string json) => Codec.Boolean.Refuses(json).ShouldBeTrue();

    [Theory]
    [InlineData(new byte[0], """{"B":""}""")]
    [InlineData(new byte[] { 0, 1, 2, 255 }, """{"B":"AAEC/w=="}""")]
    public void Bytes_are_written_in_base64(byte[] value, string json)
    {
        Codec.Binary.Text(value).ShouldBe(json);
        Codec.Binary.Value(json).ShouldBe(value);
    }

    [Theory]
    [InlineData("""{"B":"?"}""")]
    [InlineData("""{"B":"AAA"}""")]
    [InlineData("""{"B":null}""")]
    [InlineData("""{"B":[1]}""")]
    [InlineData("""{"B":"AA==","B":"AA=="}""")]
    [InlineData("""{"S":"AA=="}""")]
    [InlineData("""{"BS":["AA=="]}""")]
    [InlineData("{}")]
    public void What_are_no_bytes_is_refused(string json) => Codec.Binary.Refuses(json).ShouldBeTrue();

    [Fact]
    public void Each_codec_says_how_its_values_travel()
    {
        (Codec.String.Type, Codec.Boolean.Type, Codec.Binary.Type).ShouldBe(
            (AttributeType.S, AttributeType.BOOL, AttributeType.B)
        );
        (Codec.StringSet.Type, Codec.Int64Set.Type, Codec.NumberSet.Type, Codec.BinarySet.Type).ShouldBe(
            (AttributeType.SS, AttributeType.NS, AttributeType.NS, AttributeType.BS)
        );
        (Codec.List(Codec.Int64).Type, Codec.Map(Codec.Int64).Type).ShouldBe((AttributeType.L, AttributeType.M));
        (Codec.Boolean.Expected, Codec.Binary.Expected).ShouldBe(("true or false as BOOL", "bytes as B"));
    }
}
