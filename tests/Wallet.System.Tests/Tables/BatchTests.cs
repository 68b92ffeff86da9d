using System.Text.Json.Nodes;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.SeedTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class BatchTests(Engines engines)
{
    private readonly List<SeedWallet> _wallets =
    [
        .. Enumerable.Range(0, 250).Select(i => new SeedWallet(Guid.NewGuid(), i)),
    ];

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Many_items_are_written_and_read_in_chunks_and_missing_ones_are_absent(string engine)
    {
        var calls = new List<string>();
        await using var proxy = new FaultyProxy(engines.Endpoint(engine), operation =>
        {
            calls.Add(operation);
            return ProxyFault.None;
        });
        using var client = new TableClient(engines.Options(engine) with { Endpoint = proxy.Endpoint });
        var table = await CreateAsync(client);

        var written = await table.BatchWriteAsync(put: _wallets);
        var read = await table.BatchGetAsync(Keys(_wallets).Append(Key.Of(UserId, Guid.NewGuid())), consistent: true);

        written.IsComplete.ShouldBeTrue();
        read.Items.ShouldBe(_wallets, ignoreOrder: true);
        read.Unread.ShouldBeEmpty();
        calls.Count(call => call == "BatchWriteItem").ShouldBe(10);
        calls.Count(call => call == "BatchGetItem").ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Items_are_put_and_deleted_in_one_batch(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        await table.BatchWriteAsync(put: _wallets[..60]);

        var written = await table.BatchWriteAsync(put: _wallets[60..90], delete: Keys(_wallets[..40]));

        written.IsComplete.ShouldBeTrue();
        (await table.BatchGetAsync(Keys(_wallets))).Items.ShouldBe(_wallets[40..90], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Nothing_to_do_makes_no_call(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema); // was never created: a call would fail

        (await table.BatchGetAsync([])).Items.ShouldBeEmpty();
        (await table.BatchWriteAsync()).IsComplete.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task What_the_service_leaves_is_asked_for_again_until_all_is_done(string engine)
    {
        // Of every call, ten entries get through: fifty need five calls.
        await using var proxy = new FaultyProxy(engines.Endpoint(engine), _ => ProxyFault.None, LeavingAllBut(10));
        using var client = new TableClient(engines.Options(engine) with { Endpoint = proxy.Endpoint });
        var table = await CreateAsync(client);

        var written = await table.BatchWriteAsync(put: _wallets[..45]);
        var deleted = await table.BatchWriteAsync(put: _wallets[45..50], delete: Keys(_wallets[..5]));
        var read = await table.BatchGetAsync(Keys(_wallets[..50]));

        written.IsComplete.ShouldBeTrue();
        deleted.IsComplete.ShouldBeTrue();
        read.Items.ShouldBe(_wallets[5..50], ignoreOrder: true);
        read.Unread.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task What_remains_after_six_calls_is_reported(string engine)
    {
        var prefix = $"t{Guid.NewGuid():N}_";
        using var direct = engines.Client(engine, prefix);
        var table = await CreateAsync(direct);
        await table.BatchWriteAsync(put: _wallets);
        await using var proxy = new FaultyProxy(engines.Endpoint(engine), _ => ProxyFault.None, LeavingAllBut(1));
        using var client = new TableClient(engines.Options(engine, prefix) with { Endpoint = proxy.Endpoint });
        var behind = client.Table(Schema);

        var read = await behind.BatchGetAsync(Keys(_wallets[..20]));
        var written = await behind.BatchWriteAsync(
            put: [.. _wallets[..4].Select(wallet => wallet with { Balance = -1 })],
            delete: Keys(_wallets[4..10])
        );

        read.Items.ShouldBe(_wallets[..6], ignoreOrder: true);
        (await table.BatchGetAsync(read.Unread)).Items.ShouldBe(_wallets[6..20], ignoreOrder: true);
        written.IsComplete.ShouldBeFalse();
        written.Unput.ShouldBeEmpty();
        (await table.BatchGetAsync(written.Undeleted)).Items.ShouldBe(_wallets[6..10], ignoreOrder: true);
        (await table.Scan().Where(Balance.Is(-1)).CountAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task Items_that_were_not_stored_are_reported_as_items()
    {
        await using var proxy = new FaultyProxy(
            engines.Endpoint(Engines.Embedded),
            _ => ProxyFault.None,
            LeavingAllBut(0)
        );
        using var client = new TableClient(engines.Options(Engines.Embedded) with { Endpoint = proxy.Endpoint });
        var table = await CreateAsync(client);

        var written = await table.BatchWriteAsync(put: _wallets[..2]);

        written.Unput.ShouldBe(_wallets[..2], ignoreOrder: true);
    }

    /// <summary>
    /// Passes the first entries of each batch on, and gives the others back as a throttled table does.
    /// </summary>
    private static ProxyAnswer LeavingAllBut(int entries) => async (operation, request, engine) =>
    {
        if (operation is not ("BatchGetItem" or "BatchWriteItem"))
            return null;

            var (table, batch) = request["RequestItems"]!.AsObject().Single();
            var all = (batch as JsonArray ?? batch!["Keys"]!.AsArray()).Select(entry => entry!.DeepClone()).ToList();
            var some = new JsonArray([.. all.Take(entries)]);
            var left = new JsonArray([.. all.Skip(entries)]);
            var isRead = operation == "BatchGetItem";
            request["RequestItems"]![table] = isRead ? new JsonObject { ["Keys"] = some } : some;
            var answer = entries > 0 ? await engine(request) : new JsonObject();
            if (left.Count > 0)
                answer[isRead ? "UnprocessedKeys" : "UnprocessedItems"] = new JsonObject
                {
                    [table] = isRead ? new JsonObject { ["Keys"] = left } : left,
                };
            return answer;
        };

    private static IEnumerable<Key> Keys(IEnumerable<SeedWallet> wallets) =>
        wallets.Select(wallet => Key.Of(UserId, wallet.UserId));

    private static async Task<Table<SeedWallet>> CreateAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        return table;
    }
}
