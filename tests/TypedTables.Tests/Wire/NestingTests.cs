using System.Text;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Tests.Wire.Direct;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire;

/// <summary>DynamoDB nests 32 levels deep, and its JSON has two braces for each.</summary>
public sealed class NestingTests
{
    private const int LevelsMax = 32;

    private static readonly string Item =
        $$$"""{"id":{"S":"p1"},"deep":{{{Nested("M", "{\"a\":", "}")}}},"long":{{{Nested("L", "[", "]")}}}}""";

    public static TheoryData<WireKind> AllWires => [WireKind.Direct, WireKind.Sdk];

    [Theory]
    [MemberData(nameof(AllWires))]
    public async Task As_deep_as_DynamoDB_stores_can_be_read_by_every_operation(WireKind wire)
    {
        string[] answers =
        [
            $$"""{"Item":{{Item}}}""",
            $$$"""{"Responses":{"papers":[{{{Item}}}]},"UnprocessedKeys":{}}""",
            $$"""{"Items":[{{Item}}],"Count":1,"ScannedCount":1}""",
            $$"""{"Responses":[{"Item":{{Item}}}]}""",
            $$"""{"Attributes":{{Item}}}""",
        ];
        await using var server = new RawServer(number => RawServer.Whole(answers[number - 1]));
        using var client = new TableClient(Wires.Options(server) with { Wire = wire });
        var papers = client.Table(Papers.Schema);

        ShouldBeWhole(await papers.GetAsync(Papers.Key));
        ShouldBeWhole((await papers.BatchGetAsync([Papers.Key])).Items.ShouldHaveSingleItem());
        ShouldBeWhole((await papers.Scan().ToListAsync()).ShouldHaveSingleItem());
        var read = papers.Read(Papers.Key);
        ShouldBeWhole((await client.TransactGetAsync([read])).Item(read));
        ShouldBeWhole(
            (await papers.UpdateAsync(Papers.Key, Papers.Price.Set(1), returnValues: ReturnValues.AllNew)).Item);
    }

    [Theory]
    [MemberData(nameof(AllWires))]
    public async Task As_deep_as_DynamoDB_stores_can_be_written_by_every_operation(WireKind wire)
    {
        var lost = RawServer.Whole(
            $$"""{"__type":"x#ConditionalCheckFailedException","message":"lost","Item":{{Item}}}""",
            400);
        byte[][] answers =
            [RawServer.Whole("{}"), RawServer.Whole("""{"UnprocessedItems":{}}"""), RawServer.Whole("{}"), lost];
        await using var server = new RawServer(number => answers[number - 1]);
        using var client = new TableClient(Wires.Options(server) with { Wire = wire });
        var papers = client.Table(Papers.Schema);
        var paper = Papers.Schema.Decode(Encoding.UTF8.GetBytes(Item));

        await papers.PutAsync(paper);
        (await papers.BatchWriteAsync([paper])).IsComplete.ShouldBeTrue();
        (await client.TransactWriteAsync([papers.Put(paper)])).IsApplied.ShouldBeTrue();
        ShouldBeWhole((await papers.PutAsync(paper, Papers.Id.NotExists())).Item);

        server.Requests.ShouldAllBe(
            request => request.Body.Contains(Nested("M", "{\"a\":", "}"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllWires))]
    public async Task What_is_deeper_than_anything_is_an_error_by_name(WireKind wire)
    {
        var depth = string.Concat(Enumerable.Repeat("""{"M":{"a":""", 5000));
        await using var server = new RawServer(
            _ => RawServer.Whole($$$"""{"Item":{"id":{"S":"p1"},"deep":{{{depth}}}"""));
        using var client = new TableClient(Wires.Options(server) with { Wire = wire, AttemptsMax = 1 });

        var error = await Should.ThrowAsync<TableOperationException>(client.Table(Papers.Schema).GetAsync(Papers.Key));

        error.Code.ShouldBe(TableOperationException.BadReply);
    }

    private static void ShouldBeWhole(Paper? paper) =>
        paper.ShouldNotBeNull().Rest.ShouldNotBeNull().Names.ShouldBe(["deep", "long"], ignoreOrder: true);

    private static string Nested(string type, string open, string close) =>
        string.Concat(Enumerable.Repeat($$"""{"{{type}}":{{open}}""", LevelsMax))
            + """{"N":"1"}"""
            + string.Concat(Enumerable.Repeat(close + "}", LevelsMax));
}
