using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;

namespace SystemTests.Tables;

/// <summary>What DynamoDB's own limits cut in parts is put together again.</summary>
[Collection(nameof(TableTests))]
public sealed class PagesLimitTests(Engines engines)
{
    private const int MegaByte = 1 << 20;

    private static readonly Field<string> Owner = Field.Of("owner", Codec.String);
    private static readonly Field<long> Part = Field.Of("part", Codec.Int64);
    private static readonly Field<byte[]> Content = Field.Of("content", Codec.Binary);

    private static readonly TableSchema<Blob> Schema = new(
        "blobs",
        KeySchema.HashAndRange(Owner, Part),
        [Owner, Part, Content],
        item => new Blob(item.Get(Part), item.Get(Content)),
        (blob, item) =>
        {
            item.Set(Owner, "me");
            item.Set(Part, blob.Part);
            item.Set(Content, blob.Content);
        });

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_query_or_scan_of_more_than_a_megabyte_comes_in_pages_without_a_gap(string engine)
    {
        using var client = Client(engine);
        var table = await CreateAsync(client, items: 25, bytes: 100_000);

        var pages = await table.Query(Owner, "me").PagesAsync().ToListAsync();

        pages.Count.ShouldBeGreaterThan(2);
        pages.ShouldAllBe(page => page.Items.Sum(blob => blob.Content.Length) <= MegaByte + 100_000);
        pages.SelectMany(page => page.Items).Select(blob => blob.Part).ShouldBe(Numbers(25));
        (await table.Query(Owner, "me").CountAsync()).ShouldBe(25);
        (await table.Query(Owner, "me").SelectAsync([Part]).CountAsync()).ShouldBe(25);
        (await table.Scan().ToListAsync()).Select(blob => blob.Part).Order().ShouldBe(Numbers(25));
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_filter_that_leaves_out_whole_pages_ends_no_query(string engine)
    {
        using var client = Client(engine);
        var table = await CreateAsync(client, items: 25, bytes: 100_000);

        var pages = await table.Query(Owner, "me").Where(Content.IsLessThan([24])).PagesAsync().ToListAsync();

        pages.Count.ShouldBeGreaterThan(2);
        pages.SelectMany(page => page.Items).Count().ShouldBe(24);
        var last = await table.Query(Owner, "me").Where(Content.IsAtLeast([24])).PagesAsync().ToListAsync();
        // AWS's own engine cuts pages by the size of what passes the filter; the embedded one, like DynamoDB, by what
        // is read.
        last[0].Items.Count.ShouldBe(engine == Engines.Aws ? 1 : 0);
        last.SelectMany(page => page.Items).ShouldHaveSingleItem().Part.ShouldBe(24);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_batch_of_more_than_16_megabytes_is_read_whole(string engine)
    {
        var calls = 0;
        await using var proxy = new FaultyProxy(engines.Endpoint(engine), operation =>
        {
            calls += operation == "BatchGetItem" ? 1 : 0;
            return ProxyFault.None;
        });
        var options = engines.Options(engine) with { AttemptTimeout = TimeSpan.FromSeconds(60) };
        using var client = new TableClient(options);
        var table = await CreateAsync(client, items: 50, bytes: 390_000);
        using var counted = new TableClient(options with { Endpoint = proxy.Endpoint });

        var read = await counted
            .Table(Schema)
            .BatchGetAsync(Numbers(50).Select(part => Key.Of(Owner, "me", Part, part)));

        read.Unread.ShouldBeEmpty();
        read.Items.Select(blob => blob.Part).Order().ShouldBe(Numbers(50));
        read.Items.ShouldAllBe(blob => blob.Content.Length == 390_000);
        calls.ShouldBe(2);
    }

    private TableClient Client(string engine) =>
        new(engines.Options(engine) with { AttemptTimeout = TimeSpan.FromSeconds(60) });

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(0, count).Select(i => (long)i);

    private static async Task<Table<Blob>> CreateAsync(TableClient client, int items, int bytes)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        (await table.BatchWriteAsync(put: Numbers(items).Select(part =>
        {
            var content = new byte[bytes];
            content[0] = (byte)part;
            return new Blob(part, content);
        }))).IsComplete.ShouldBeTrue();
        return table;
    }

    private sealed record Blob(long Part, byte[] Content);
}
