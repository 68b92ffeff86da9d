using FsCheck;
using FsCheck.Fluent;
using TypedTables.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class SetCodecTests
{
    [Fact]
    public void Any_set_of_integers_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<NonEmptyArray<long>>(any => Codec.Int64Set.RoundTrip(any.Get.ToHashSet()).SetEquals(any.Get))
        );

    [Fact]
    public void Each_set_has_a_type_of_its_own()
    {
        Codec.StringSet.Text(new HashSet<string> { "b", "a", "" }).ShouldBe("""{"SS":["b","a",""]}""");
        Codec.Int64Set.Text(new HashSet<long> { 3, -1, 2 }).ShouldBe("""{"NS":["3","-1","2"]}""");
        Codec.NumberSet.Text(new HashSet<Number> { new(15, -1), new(2) }).ShouldBe("""{"NS":["1.5","2"]}""");
        Codec
            .BinarySet.Text(new HashSet<byte[]> { new byte[] { 1, 2 }, Array.Empty<byte>() })
            .ShouldBe("""{"BS":["AQI=",""]}""");
    }

    [Fact]
    public void The_order_is_kept()
    {
        Codec.StringSet.Value("""{"SS":["b","c","a"]}""").ShouldBe(["b", "c", "a"]);
        Codec.Int64Set.Value("""{"NS":["3","1","2"]}""").ShouldBe([3, 1, 2]);
        Codec
            .NumberSet.Value("""{"NS":["3","1.50","2"]}""")
            .ShouldBe([new Number(3), new Number(15, -1), new Number(2)]);
    }

    [Fact]
    public void Texts_differ_by_their_case_and_accents() =>
        Codec.StringSet.Value("""{"SS":["a","A","á"]}""").Count.ShouldBe(3);

    [Fact]
    public void A_set_of_bytes_compares_by_content()
    {
        var set = Codec.BinarySet.Value("""{"BS":["AQI=","","Aw=="]}""");

        set.Count.ShouldBe(3);
        set.Contains([1, 2]).ShouldBeTrue();
        set.Contains([]).ShouldBeTrue();
        set.Contains([2, 1]).ShouldBeFalse();
        set.Contains([1]).ShouldBeFalse();
        Codec.BinarySet.RoundTrip(set).SetEquals(set).ShouldBeTrue();
    }

    [Fact]
    public void An_empty_set_is_not_sent()
    {
        const string Found = "an empty set, which DynamoDB does not store: leave the attribute out";

        Codec
            .StringSet.Refusal(new HashSet<string>())
            .Message.ShouldBe(
                $"ItemEncodeError in table 'things': field 'field' takes a set of strings as SS, but was given {Found}."
            );
        Codec.Int64Set.Refusal(new HashSet<long>()).Found.ShouldBe(Found);
        Codec.NumberSet.Refusal(new HashSet<Number>()).Found.ShouldBe(Found);
        Codec.BinarySet.Refusal(new HashSet<byte[]>()).Found.ShouldBe(Found);
    }

    [Fact]
    public void A_null_in_a_set_is_not_sent()
    {
        Codec.StringSet.Refusal(new HashSet<string> { null! }).Expected.ShouldBe("a set of strings as SS");
        Codec.BinarySet.Refusal(new HashSet<byte[]> { null! }).Expected.ShouldBe("a set of byte strings as BS");
    }

    [Fact]
    public void A_set_that_is_null_is_not_sent() =>
        Should
            .Throw<ItemEncodeException>(() =>
                JsonBuffer.ToArray(json => Field.Of("field", Codec.Int64Set).Write("things", json, null!))
            )
            .Expected.ShouldBe("a set as NS, each a 64-bit integer as N");

    [Theory]
    [InlineData("""{"SS":[]}""")]
    [InlineData("""{"SS":["a","a"]}""")]
    [InlineData("""{"SS":["a",null]}""")]
    [InlineData("""{"SS":["a",["b"]]}""")]
    [InlineData("""{"SS":[5]}""")]
    [InlineData("""{"SS":"a"}""")]
    [InlineData("""{"SS":null}""")]
    [InlineData("""{"SS":["a"],"SS":["a"]}""")]
    [InlineData("""{"S":"a"}""")]
    [InlineData("""{"L":[{"S":"a"}]}""")]
    [InlineData("""{"NS":["1"]}""")]
    [InlineData("{}")]
    public void What_is_no_set_of_strings_is_refused(string json) => Codec.StringSet.Refuses(json).ShouldBeTrue();

    [Theory]
    [InlineData("""{"NS":[]}""")]
    [InlineData("""{"NS":["1","1"]}""")]
    [InlineData("""{"NS":["1","1.0"]}""")]
    [InlineData("""{"NS":["1","x"]}""")]
    [InlineData("""{"NS":[1]}""")]
    [InlineData("""{"NS":["1",{}]}""")]
    [InlineData("""{"SS":["1"]}""")]
    [InlineData("""{"N":"1"}""")]
    public void What_is_no_set_of_numbers_is_refused(string json)
    {
        Codec.Int64Set.Refuses(json).ShouldBeTrue();
        Codec.NumberSet.Refuses(json).ShouldBeTrue();
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    public void A_set_of_integers_refuses_what_an_integer_refuses(string text)
    {
        Codec.Int64Set.Refuses($$"""{"NS":["1","{{text}}"]}""").ShouldBeTrue();
        Codec.NumberSet.Refuses($$"""{"NS":["1","{{text}}"]}""").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"BS":[]}""")]
    [InlineData("""{"BS":["AQI=","AQI="]}""")]
    [InlineData("""{"BS":["?"]}""")]
    [InlineData("""{"BS":[null]}""")]
    [InlineData("""{"BS":"AQI="}""")]
    [InlineData("""{"B":"AQI="}""")]
    public void What_is_no_set_of_bytes_is_refused(string json) => Codec.BinarySet.Refuses(json).ShouldBeTrue();
}
