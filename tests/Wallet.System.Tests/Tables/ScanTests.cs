using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.SeedTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class ScanTests(Engines engines)
{
    private readonly List<SeedWallet> _wallets =
    [
        .. Enumerable.Range(0, 60).Select(i => new SeedWallet(Guid.NewGuid(), i)),
    ];

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_scan_finds_every_item_once(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);

        (await table.Scan().Consistently().ToListAsync()).ShouldBe(_wallets, ignoreOrder: true);
        (await table.Scan().InPagesOf(7).ToListAsync()).ShouldBe(_wallets, ignoreOrder: true);
        (await table.Scan().CountAsync()).ShouldBe(60);
        (await table.Scan().Where(Balance.IsLessThan(5)).InPagesOf(7).CountAsync()).ShouldBe(5);
        (await table.Scan().SelectAsync([Balance]).ToListAsync())
            .Select(item => item.Get(Balance))
            .Order()
            .ShouldBe(_wallets.Select(wallet => wallet.Balance));
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Segments_together_hold_every_item_once_whatever_their_number(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);

        foreach (var segments in new[] { 1, 2, 7, 100 })
        {
            var parts = await Task.WhenAll(
                Enumerable
                    .Range(0, segments)
                    .Select(segment => table.Scan().Segment(segment, segments).InPagesOf(5).ToListAsync().AsTask())
            );

            parts.SelectMany(part => part).ShouldBe(_wallets, ignoreOrder: true);
        }
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_segment_goes_on_from_a_token(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);
        var segment = table.Scan().Segment(1, 2);
        var whole = await segment.ToListAsync();

        var first = await segment.InPagesOf(10).PagesAsync().FirstAsync();
        var rest = await segment.From(PageToken.Parse(first.Next!.ToString())).ToListAsync();

        first.Items.Concat(rest).ShouldBe(whole);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_scan_of_an_index_finds_only_the_items_that_are_in_it(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(LedgerTable.Schema);
        await table.EnsureCreatedAsync();
        var operation = Guid.NewGuid();
        await table.PutAsync(new LedgerEntry(Guid.NewGuid(), 1, null, operation, 1));
        await table.PutAsync(new LedgerEntry(Guid.NewGuid(), 2, null, null, 1));

        var found = await table.Scan().On(LedgerTable.Schema.GlobalIndexes[0]).ToListAsync();

        found.ShouldHaveSingleItem().OperationId.ShouldBe(operation);
    }

    [Fact]
    public void Segments_that_cannot_be_are_refused()
    {
        using var client = engines.Client(Engines.Embedded);
        var scan = client.Table(Schema).Scan();

        Should.Throw<ArgumentOutOfRangeException>(() => scan.Segment(-1, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => scan.Segment(2, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => scan.Segment(0, 1_000_001));
        Should.Throw<ArgumentOutOfRangeException>(() => scan.InPagesOf(0));
    }

    private async Task<Table<SeedWallet>> CreateFilledAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        await table.BatchWriteAsync(put: _wallets);
        return table;
    }
}
