using System.Text;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Items;

public sealed class UnknownAttributesTests
{
    [Fact]
    public void What_a_table_does_not_declare_is_kept_byte_for_byte()
    {
        const string Json =
            """{"first":{"N":"1.50"},"id":{"S":"p1"},"deep":{"M":{"id":{"L":[{"BS":["AA=="]},{"NULL":true}]} } """
                + """},"last \u00e4":{"S":"\u00e4"}}""";

        var paper = Papers.Schema.Decode(Encoding.UTF8.GetBytes(Json));

        paper.Rest.ShouldNotBeNull().Names.ShouldBe(["first", "deep", "last ä"]);
        Encode(paper)
            .ShouldBe(
                """{"id":{"S":"p1"},"first":{"N":"1.50"},"deep":{"M":{"id":{"L":[{"BS":["AA=="]},{"NULL":true}]} } """
                    + """},"last \u00E4":{"S":"\u00e4"}}"""
            );
    }

    [Fact]
    public void What_it_declares_is_not_among_them()
    {
        var paper = Papers.Schema.Decode(
            """{"id":{"S":"p1"},"note":{"M":{"text":{"S":"a"},"author":{"NULL":true}}},"price":{"N":"1"}}"""u8
        );

        paper.Rest.ShouldNotBeNull().Names.ShouldBeEmpty();
    }

    [Fact]
    public void They_outlive_the_JSON_that_they_come_from()
    {
        var json = Encoding.UTF8.GetBytes("""{"id":{"S":"p1"},"more":{"N":"1"}}""");
        var paper = Papers.Schema.Decode(json);

        Array.Clear(json);

        Encode(paper).ShouldBe("""{"id":{"S":"p1"},"more":{"N":"1"}}""");
    }

    [Fact]
    public void None_adds_nothing()
    {
        UnknownAttributes.None.Names.ShouldBeEmpty();
        Encode(new Paper("p1", Rest: UnknownAttributes.None)).ShouldBe("""{"id":{"S":"p1"}}""");
    }

    [Fact]
    public void What_is_null_is_refused_by_name()
    {
        var schema = new TableSchema<Paper>(
            "papers",
            KeySchema.Hash(Papers.Id),
            [Papers.Id],
            _ => new Paper(""),
            (paper, item) => item.Set(paper.Rest!)
        );

        Should.Throw<ArgumentNullException>(() => schema.Encode(new Paper("p1"))).ParamName.ShouldBe("unknown");
    }

    [Fact]
    public void A_reference_that_is_not_there_is_left_out()
    {
        Encode(new Paper("p1", new Note("a")))
            .ShouldBe("""{"id":{"S":"p1"},"note":{"M":{"text":{"S":"a"},"author":{"NULL":true}}}}""");
        Encode(new Paper("p1")).ShouldBe("""{"id":{"S":"p1"}}""");
        Encode(new Paper("p1", Secret: 0)).ShouldBe("""{"id":{"S":"p1"},"secret":{"N":"0"}}""");
    }

    private static string Encode(Paper paper) => Encoding.UTF8.GetString(Papers.Schema.Encode(paper));
}
