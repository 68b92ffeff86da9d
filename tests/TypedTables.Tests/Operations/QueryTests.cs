using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class QueryTests
{
    private const string HashJson = $"\":0\":{{\"S\":\"{Wallets.UserText}\"}}";

    private static readonly GlobalSecondaryIndex ByOperation = Ledger.Schema.GlobalIndexes[0];
    private static readonly LocalSecondaryIndex ByTime = Ledger.Schema.LocalIndexes[0];

    [Fact]
    public async Task A_query_asks_for_one_hash_key_and_no_more() =>
        (await RequestAsync(query => query)).ShouldBe(
            $$$$"""{"TableName":"ledger","KeyConditionExpression":"#0 = :0","ExpressionAttributeNames":"""
                + $$$$"""{"#0":"wallet_id"},"ExpressionAttributeValues":{{{{{HashJson}}}}}}"""
        );

    [Fact]
    public async Task A_query_says_all_that_it_is_told() =>
        (await RequestAsync(query => query
            .On(ByTime)
            .WithRange(Ledger.At.IsAtLeast(DateTimeOffset.UnixEpoch))
            .Descending()
            .Consistently()
            .Where(Ledger.Size.Exists())
            .Where(Ledger.Size.IsLessThan(9))
            .InPagesOf(20))).ShouldBe(
            $$$$"""
            {"TableName":"ledger","KeyConditionExpression":"#0 = :0 AND #1 \u003E= :1","ScanIndexForward":false,
            "IndexName":"by_time","ConsistentRead":true,
            "FilterExpression":"(attribute_exists(#2) AND #2 \u003C :2)","Limit":20,
            "ExpressionAttributeNames":{"#0":"wallet_id","#1":"at","#2":"size"},
            "ExpressionAttributeValues":{{{{{HashJson}}}},":1":{"S":"1970-01-01T00:00:00.0000000Z"},":2":{"N":"9"}}}
            """.ReplaceLineEndings(""));

    [Fact]
    public async Task A_global_index_has_a_hash_key_of_its_own()
    {
        var wire = new RecordingWire();

        await wire.Table(Ledger.Schema)
            .Query(Ledger.OperationId, Wallets.User)
            .On(ByOperation)
            .PagesAsync()
            .FirstAsync();

        wire.Requests[0]
            .ShouldStartWith(
                """{"TableName":"ledger","KeyConditionExpression":"#0 = :0","IndexName":"by_operation","""
            );
    }

    [Fact]
    public async Task Every_condition_that_a_range_key_takes_is_taken()
    {
        Condition[] ranges =
        [
            Ledger.Sequence.Is(1),
            Ledger.Sequence.IsLessThan(1),
            Ledger.Sequence.IsAtMost(1),
            Ledger.Sequence.IsGreaterThan(1),
            Ledger.Sequence.IsAtLeast(1),
            Ledger.Sequence.IsBetween(1, 2),
        ];

        foreach (var range in ranges)
            (await RequestAsync(query => query.WithRange(range))).ShouldContain("#0 = :0 AND #1 ");
        Papers.Id.BeginsWith("p").RangeField.ShouldBeSameAs(Papers.Id);
    }

    [Fact]
    public void Another_condition_is_no_range()
    {
        var query = new RecordingWire().Table(Ledger.Schema).Query(Ledger.WalletId, Wallets.User);
        Condition[] others =
        [
            Ledger.Sequence.IsNot(1),
            Ledger.Sequence.IsIn(1),
            Ledger.Sequence.Exists(),
            Ledger.Sequence.NotExists(),
            Ledger.Sequence.HasType(AttributeType.N),
            Ledger.Sequence.Size().Is(1),
            Ledger.Sequence.Is(1).Not(),
            Ledger.Sequence.Is(1).And(Ledger.Sequence.Is(1)),
            Ledger.Sequence.Is(1).Or(Ledger.Sequence.Is(1)),
            Papers.Id.Contains("p"),
        ];

        foreach (var other in others)
            Should
                .Throw<ArgumentException>(() => query.WithRange(other))
                .Message.ShouldStartWith("A range key takes Is, IsLessThan,");
        Should.Throw<ArgumentNullException>(() => query.WithRange(null!)).ParamName.ShouldBe("range");
    }

    [Fact]
    public async Task A_field_that_is_no_key_there_is_refused_by_name()
    {
        var table = new RecordingWire().Table(Ledger.Schema);

        var hash = await Should.ThrowAsync<ItemEncodeException>(table.Query(Ledger.Sequence, 1).CountAsync());
        var range = await Should.ThrowAsync<ItemEncodeException>(
            table.Query(Ledger.WalletId, Wallets.User).WithRange(Ledger.Size.Is(1)).CountAsync()
        );
        var rangeOfIndex = await Should.ThrowAsync<ItemEncodeException>(
            table.Query(Ledger.WalletId, Wallets.User).On(ByTime).WithRange(Ledger.Sequence.Is(1)).CountAsync()
        );
        var noRange = await Should.ThrowAsync<ItemEncodeException>(
            table.Query(Ledger.OperationId, Wallets.User).On(ByOperation).WithRange(Ledger.Size.Is(1)).CountAsync()
        );

        hash.Message.ShouldBe(
            "ItemEncodeError in table 'ledger': field 'sequence' takes no condition here, because the key of ledger in "
            + "this place is 'wallet_id', but was given one.");
        (range.Field, range.Expected).ShouldBe(
            ("size", "no condition here, because the key of ledger in this place is 'sequence'"));
        (rangeOfIndex.Field, rangeOfIndex.Expected).ShouldBe(
            ("sequence", "no condition here, because the key of ledger/by_time in this place is 'at'"));
        (noRange.Field, noRange.Expected).ShouldBe(
            ("size", "no condition here, because ledger/by_operation has no range key"));
    }

    [Fact]
    public void An_index_that_the_table_does_not_declare_is_refused()
    {
        var query = new RecordingWire().Table(Ledger.Schema).Query(Ledger.WalletId, Wallets.User);

        Should
            .Throw<ArgumentException>(() =>
                query.On(new GlobalSecondaryIndex("other", KeySchema.Hash(Ledger.Size), Projection.All))
            )
            .Message.ShouldStartWith("Table 'ledger' does not declare it.");
        Should
            .Throw<ArgumentException>(() => query.On(new LocalSecondaryIndex("other", Ledger.Size, Projection.All)))
            .ParamName.ShouldBe("index");
    }

    [Fact]
    public async Task Changing_a_query_leaves_the_one_that_it_comes_from()
    {
        var wire = new RecordingWire();
        var query = wire.Table(Ledger.Schema).Query(Ledger.WalletId, Wallets.User);

        _ = query.Descending().Consistently().On(ByTime).InPagesOf(5).Where(Ledger.Size.Exists());
        await query.PagesAsync().FirstAsync();

        wire.Requests[0].ShouldNotContain("false");
        wire.Requests[0].ShouldNotContain("by_time");
        wire.Requests[0].ShouldNotContain("Filter");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_page_has_at_least_one_item(int items) =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new RecordingWire().Table(Ledger.Schema).Scan().InPagesOf(items))
            .ParamName.ShouldBe("items");

    [Fact]
    public void A_filter_that_is_null_is_refused() =>
        Should
            .Throw<ArgumentNullException>(() => new RecordingWire().Table(Ledger.Schema).Scan().Where(null!))
            .ParamName.ShouldBe("filter");

    private static async Task<string> RequestAsync(Func<Query<Entry>, Query<Entry>> change)
    {
        var wire = new RecordingWire(RecordingWire.Reply("""{"Items":[],"Count":0}"""));
        await foreach (var _ in change(wire.Table(Ledger.Schema).Query(Ledger.WalletId, Wallets.User)))
            throw new ShouldAssertException("There was no item.");

        wire.Operations.ShouldBe(["Query"]);
        return wire.Requests.ShouldHaveSingleItem();
    }
}
