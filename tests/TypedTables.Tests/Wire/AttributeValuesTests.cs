using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire;

public sealed class AttributeValuesTests
{
    [Theory]
    [InlineData("""{"S":"text"}""")]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"N":"-12.5"}""")]
    [InlineData("""{"B":"AAEC/w=="}""")]
    [InlineData("""{"B":""}""")]
    [InlineData("""{"BOOL":true}""")]
    [InlineData("""{"BOOL":false}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"SS":["a","b"]}""")]
    [InlineData("""{"NS":["1","2.5"]}""")]
    [InlineData("""{"BS":["AA==","/w=="]}""")]
    [InlineData("""{"L":[]}""")]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"L":[{"S":"a"},{"L":[{"N":"1"},{"L":[]}]},{"M":{"k":{"NULL":true}}}]}""")]
    [InlineData("""{"M":{"a":{"M":{"b":{"M":{}}}},"c":{"L":[{"BOOL":false}]},"":{"S":"no name"}}}""")]
    public void Every_type_comes_back_as_it_went(string json)
    {
        var item = $$"""{"one":{{json}},"two":{{json}}}""";

        RoundTrip(item).ShouldBe(item);
    }

    [Fact]
    public void An_item_without_attributes_comes_back_as_it_went() => RoundTrip("{}").ShouldBe("{}");

    [Fact]
    public void Each_type_goes_into_the_property_of_its_name()
    {
        var values = AttributeValues.FromJson(Encoding.UTF8.GetBytes(
            """
            {"s":{"S":"x"},"n":{"N":"1"},"b":{"B":"AQI="},"bool":{"BOOL":false},"null":{"NULL":true},
            "ss":{"SS":["x"]},"ns":{"NS":["1"]},"bs":{"BS":["AQI="]},"l":{"L":[{"S":"x"}]},"m":{"M":{"k":{"S":"x"} } } }
            """));

        values["s"].S.ShouldBe("x");
        values["n"].N.ShouldBe("1");
        values["b"].B.ToArray().ShouldBe([1, 2]);
        values["bool"].BOOL.ShouldBe(false);
        values["null"].NULL.ShouldBe(true);
        values["ss"].SS.ShouldBe(["x"]);
        values["ns"].NS.ShouldBe(["1"]);
        values["bs"].BS.ShouldHaveSingleItem().ToArray().ShouldBe([1, 2]);
        values["l"].L.ShouldHaveSingleItem().S.ShouldBe("x");
        values["m"].M["k"].S.ShouldBe("x");
    }

    [Fact]
    public void A_number_keeps_every_digit()
    {
        const string Item = """{"n":{"N":"12345678901234567890123456789012345678"}}""";

        RoundTrip(Item).ShouldBe(Item);
    }

    [Fact]
    public void Bytes_are_written_whole_wherever_their_stream_stands()
    {
        var stream = new MemoryStream([1, 2, 3]) { Position = 2 };

        Encoding
            .UTF8.GetString(
                AttributeValues.ToJson(new Dictionary<string, AttributeValue> { ["b"] = new() { B = stream } })
            )
            .ShouldBe("""{"b":{"B":"AQID"}}""");
    }

    [Theory]
    [InlineData("""{"Q":"x"}""", "'Q'")]
    [InlineData("""{"s":"x"}""", "'s'")]
    [InlineData("""{"L":[{"M":{"k":{"INT":"5"}}}]}""", "'INT'")]
    [InlineData("{}", "no type")]
    public void A_type_that_DynamoDB_does_not_have_is_refused(string json, string named) =>
        Should
            .Throw<JsonException>(() => AttributeValues.FromJson(Encoding.UTF8.GetBytes($$"""{"one":{{json}}}""")))
            .Message.ShouldContain(named);

    [Theory]
    [InlineData("")]
    [InlineData("""{"one":{"S":"x"}""")]
    [InlineData("""{"one":{"S":"x"}} x""")]
    public void What_is_not_JSON_is_refused(string json) =>
        Should.Throw<JsonException>(() => AttributeValues.FromJson(Encoding.UTF8.GetBytes(json)));

    private static string RoundTrip(string json) =>
        Encoding.UTF8.GetString(AttributeValues.ToJson(AttributeValues.FromJson(Encoding.UTF8.GetBytes(json))));
}
