using FsCheck;
using FsCheck.Fluent;
using TypedTables.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class DocumentCodecTests
{
    private static readonly Codec<IReadOnlyList<long>> Longs = Codec.List(Codec.Int64);
    private static readonly Codec<IReadOnlyDictionary<string, bool>> Flags = Codec.Map(Codec.Boolean);

    [Fact]
    public void Any_list_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(Prop.ForAll<long[]>(any => Longs.RoundTrip(any).SequenceEqual(any)));

    [Fact]
    public void A_list_is_written_with_a_type_for_each_element()
    {
        Longs.Text([1, -2, 1]).ShouldBe("""{"L":[{"N":"1"},{"N":"-2"},{"N":"1"}]}""");
        Longs.Text([]).ShouldBe("""{"L":[]}""");
        Longs.RoundTrip([]).ShouldBeEmpty();
        Longs.Expected.ShouldBe("a list as L, each element a 64-bit integer as N");
    }

    [Theory]
    [InlineData("""{"L":[{"S":"1"}]}""")]
    [InlineData("""{"L":[{"N":"1"},{"N":"x"}]}""")]
    [InlineData("""{"L":[{"N":"1"},null]}""")]
    [InlineData("""{"L":["1"]}""")]
    [InlineData("""{"L":[{"N":"1","S":"x"}]}""")]
    [InlineData("""{"L":{"N":"1"}}""")]
    [InlineData("""{"L":null}""")]
    [InlineData("""{"L":[],"L":[]}""")]
    [InlineData("""{"NS":["1"]}""")]
    [InlineData("{}")]
    public void What_is_no_such_list_is_refused(string json) => Longs.Refuses(json).ShouldBeTrue();

    [Fact]
    public void A_map_is_written_with_a_type_for_each_value()
    {
        Flags
            .Text(new Dictionary<string, bool> { ["a"] = true, [""] = false })
            .ShouldBe("""{"M":{"a":{"BOOL":true},"":{"BOOL":false}}}""");
        Flags.Text(new Dictionary<string, bool>()).ShouldBe("""{"M":{}}""");
        Flags
            .Value("""{"M":{"b":{"BOOL":true},"B":{"BOOL":false}}}""")
            .ShouldBe(new Dictionary<string, bool> { ["b"] = true, ["B"] = false });
        Flags.Expected.ShouldBe("a map as M, each value true or false as BOOL");
    }

    [Theory]
    [InlineData("""{"M":{"a":{"N":"1"}}}""")]
    [InlineData("""{"M":{"a":{"BOOL":true},"a":{"BOOL":true}}}""")]
    [InlineData("""{"M":{"a":{"BOOL":true},"b":null}}""")]
    [InlineData("""{"M":{"a":true}}""")]
    [InlineData("""{"M":[]}""")]
    [InlineData("""{"M":null}""")]
    [InlineData("""{"M":{},"M":{}}""")]
    [InlineData("""{"L":[]}""")]
    [InlineData("{}")]
    public void What_is_no_such_map_is_refused(string json) => Flags.Refuses(json).ShouldBeTrue();

    [Fact]
    public void Lists_and_maps_nest_in_each_other()
    {
        var codec = Codec.Map(Codec.List(Codec.List(Codec.String)));
        const string Json = """{"M":{"a":{"L":[{"L":[{"S":"x"},{"S":"y"}]},{"L":[]}]},"b":{"L":[]}}}""";

        codec.Text(codec.Value(Json)).ShouldBe(Json);
        codec.Refuses("""{"M":{"a":{"L":[{"L":[{"S":"x"},{"N":"5"}]}]}}}""").ShouldBeTrue();
    }

    [Fact]
    public void An_element_that_cannot_be_stored_names_the_field()
    {
        Codec.List(Codec.EpochSeconds).Refusal(new[] { DateTimeOffset.UnixEpoch.AddTicks(1) }).Field.ShouldBe("field");
        Codec
            .Map(Codec.StringSet)
            .Refusal(new Dictionary<string, IReadOnlySet<string>> { ["a"] = new HashSet<string>() })
            .Found!.ShouldStartWith("an empty set");
        Codec
            .List(Codec.String)
            .Refusal(new string[] { null! })
            .Expected.ShouldBe("a list as L, each element a string as S");
    }

    [Fact]
    public void A_list_or_map_that_is_null_is_not_sent()
    {
        Should
            .Throw<ItemEncodeException>(() =>
                JsonBuffer.ToArray(json => Field.Of("field", Longs).Write("things", json, null!))
            )
            .Field.ShouldBe("field");
        Should
            .Throw<ItemEncodeException>(() =>
                JsonBuffer.ToArray(json => Field.Of("field", Flags).Write("things", json, null!))
            )
            .Field.ShouldBe("field");
    }
}
