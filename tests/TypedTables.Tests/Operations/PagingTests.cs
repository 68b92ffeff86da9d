using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

public sealed class PagingTests
{
    private const string LastKey = $$$"""{"wallet_id":{"S":"{{{Wallets.UserText}}}"},"sequence":{"N":"2"}}""";

    private static readonly WireReply Empty = RecordingWire.Reply("""{"Count":0,"Items":[]}""");

    [Fact]
    public async Task Pages_are_read_one_after_another_until_the_last()
    {
        var wire = new RecordingWire(Page([1, 2], LastKey), Page([3]));

        var numbers = await wire.Table(Ledger.Schema).Scan().Select(entry => entry.Sequence).ToListAsync();

        numbers.ShouldBe([1, 2, 3]);
        wire.Operations.ShouldBe(["Scan", "Scan"]);
        wire.Requests.ShouldBe([
            """{"TableName":"ledger"}""",
            $$"""{"TableName":"ledger","ExclusiveStartKey":{{LastKey}}}""",
        ]);
    }

    [Fact]
    public async Task A_page_that_is_not_wanted_is_not_read()
    {
        var wire = new RecordingWire(Page([1, 2], LastKey), Page([3]));

        (await wire.Table(Ledger.Schema).Scan().Take(2).ToListAsync()).Count.ShouldBe(2);

        wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_may_be_empty_although_more_follow()
    {
        var wire = new RecordingWire(Page([], LastKey), Page([3]));

        var pages = await wire.Table(Ledger.Schema).Scan().PagesAsync().ToListAsync();

        pages.Select(page => (page.Items.Count, page.Next is null)).ShouldBe([(0, false), (1, true)]);
    }

    [Fact]
    public async Task A_count_adds_up_the_pages_and_transfers_no_item()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply($$"""{"Count":2,"LastEvaluatedKey":{{LastKey}}}"""),
            RecordingWire.Reply("""{"Count":3}""")
        );

        (await wire.Table(Ledger.Schema).Scan().Where(Ledger.Size.Exists()).CountAsync()).ShouldBe(5);

        wire.Requests[0]
            .ShouldStartWith("""{"TableName":"ledger","FilterExpression":"attribute_exists(#0)","Select":"COUNT",""");
        wire.Requests[1].ShouldContain($""","Select":"COUNT","ExclusiveStartKey":{LastKey},""");
    }

    [Fact]
    public async Task Some_attributes_are_asked_for_and_decoded_alone()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply($$$$"""{"Items":[{"size":{"N":"7"}},{}],"LastEvaluatedKey":{{{{LastKey}}}}}"""),
            Empty
        );

        var items = await wire.Table(Ledger.Schema).Scan().SelectAsync([Ledger.Size, Ledger.At]).ToListAsync();

        items.Select(item => item.Count).ShouldBe([1, 0]);
        items[0].Get(Ledger.Size).ShouldBe(7);
        wire.Requests[0]
            .ShouldBe(
                """{"TableName":"ledger","ProjectionExpression":"#0, #1","ExpressionAttributeNames":"""
                    + """{"#0":"size","#1":"at"}}"""
            );
        wire.Requests.Count.ShouldBe(2);
        await Should.ThrowAsync<ArgumentNullException>(async () =>
            await wire.Table(Ledger.Schema).Scan().SelectAsync(null!).ToListAsync()
        );
    }

    [Fact]
    public async Task A_segment_is_one_of_several()
    {
        var wire = new RecordingWire(Empty, Empty);
        var scan = wire.Table(Ledger.Schema).Scan();

        await scan.Segment(0, of: 4).PagesAsync().ToListAsync();
        await scan.Segment(999_999, of: Scan<Entry>.SegmentsMax)
            .On(Ledger.Schema.LocalIndexes[0])
            .PagesAsync()
            .ToListAsync();

        wire.Requests.ShouldBe(
        [
            """{"TableName":"ledger","Segment":0,"TotalSegments":4}""",
            """{"TableName":"ledger","Segment":999999,"TotalSegments":1000000,"IndexName":"by_time"}""",
        ]);
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(4, 4)]
    [InlineData(0, 0)]
    [InlineData(0, 1_000_001)]
    public void A_segment_outside_its_parts_is_refused(int segment, int of) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            new RecordingWire().Table(Ledger.Schema).Scan().Segment(segment, of)
        );

    private static WireReply Page(int[] numbers, string? lastKey = null)
    {
        var items = numbers.Select(number =>
            $$$"""{"wallet_id":{"S":"{{{Wallets.UserText}}}"},"sequence":{"N":"{{{number}}}"}}"""
        );
        var rest = lastKey is null ? "" : $",\"LastEvaluatedKey\":{lastKey}";
        return RecordingWire.Reply($$"""{"Items":[{{string.Join(',', items)}}]{{rest}}}""");
    }
}
