using SystemTests.Parts;
using TypedTables;
using static SystemTests.Tables.LedgerTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class PagingTests(Engines engines)
{
    private const int Entries = 10;

    private readonly Guid _wallet = Guid.NewGuid();

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Pages_have_the_size_asked_for_and_hold_every_item_once(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);

        var pages = await table.Query(WalletId, _wallet).InPagesOf(4).PagesAsync().ToListAsync();

        pages.Select(page => page.Items.Count).ShouldBe([4, 4, 2]);
        pages
            .SelectMany(page => page.Items)
            .Select(entry => entry.Sequence)
            .ShouldBe(Enumerable.Range(0, Entries).Select(i => (long)i));
        pages.Select(page => page.Next is null).ShouldBe([false, false, true]);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_page_token_kept_as_text_goes_on_where_the_page_ended_in_another_client(string engine)
    {
        var prefix = $"t{Guid.NewGuid():N}_";
        using var client = engines.Client(engine, prefix);
        var table = await CreateFilledAsync(client);
        var first = await table.Query(WalletId, _wallet).Descending().InPagesOf(3).PagesAsync().FirstAsync();
        var stored = first.Next.ShouldNotBeNull().ToString();

        using var other = engines.Client(engine, prefix);
        var rest = await other
            .Table(Schema)
            .Query(WalletId, _wallet)
            .Descending()
            .From(PageToken.Parse(stored))
            .ToListAsync();

        rest.Select(entry => entry.Sequence).ShouldBe([6L, 5, 4, 3, 2, 1, 0]);
        Uri.EscapeDataString(stored).ShouldBe(stored);
        (await table.Query(WalletId, _wallet).Descending().From(PageToken.Parse(stored)).CountAsync()).ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_page_token_of_an_index_resumes_that_index_and_no_other(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);
        var byTime = Schema.LocalIndexes[0];
        var onIndex = table.Query(WalletId, _wallet).On(byTime);
        var token = (await onIndex.InPagesOf(6).PagesAsync().FirstAsync()).Next.ShouldNotBeNull();

        var rest = await onIndex.From(token).SelectAsync([Sequence]).ToListAsync();

        rest.Select(item => item.Get(Sequence)).ShouldBe([6L, 7, 8, 9]);
        Should.Throw<ArgumentException>(() => table.Query(WalletId, _wallet).From(token));
        Should.Throw<ArgumentException>(() => table.Query(WalletId, _wallet).On(Schema.GlobalIndexes[0]).From(token));
        Should.Throw<ArgumentException>(() => client.Table(SeedTable.Schema).Scan().From(token));
        var ofTable = (await table.Query(WalletId, _wallet).InPagesOf(1).PagesAsync().FirstAsync()).Next;
        Should.Throw<ArgumentException>(() => table.Query(WalletId, _wallet).From(ofTable).On(byTime));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base 64!")]
    [InlineData("YQpb")]
    public void What_is_no_page_token_is_refused(string text) =>
        Should.Throw<FormatException>(() => PageToken.Parse(text));

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Who_stops_early_reads_no_more_pages(string engine)
    {
        var queries = 0;
        await using var proxy = new FaultyProxy(engines.Endpoint(engine), operation =>
        {
            queries += operation == "Query" ? 1 : 0;
            return ProxyFault.None;
        });
        using var client = new TableClient(engines.Options(engine) with { Endpoint = proxy.Endpoint });
        var table = await CreateFilledAsync(client);
        var query = table.Query(WalletId, _wallet).InPagesOf(3);
        queries.ShouldBe(0);

        await foreach (var entry in query)
        {
            if (entry.Sequence == 3)
                break;
        }

        queries.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Cancellation_between_pages_ends_the_reading(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);
        using var stop = new CancellationTokenSource();
        var seen = 0;

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in table.Query(WalletId, _wallet).InPagesOf(2).WithCancellation(stop.Token))
            {
                seen++;
                await stop.CancelAsync();
            }
        });

        seen.ShouldBe(2);
    }

    private async Task<Table<LedgerEntry>> CreateFilledAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        await table.BatchWriteAsync(put: Enumerable.Range(0, Entries).Select(
            i => new LedgerEntry(_wallet, i, new DateTimeOffset(2026, 1, 1 + i, 0, 0, 0, TimeSpan.Zero), null, i)));
        return table;
    }
}
