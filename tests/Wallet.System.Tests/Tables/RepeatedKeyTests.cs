using SystemTests.Parts;
using TypedTables;
using static SystemTests.Tables.SeedTable;

namespace SystemTests.Tables;

/// <summary>
/// DynamoDB refuses a call that names a key twice, and cannot know what another call of the same batch names.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class RepeatedKeyTests(Engines engines)
{
    private readonly List<SeedWallet> _wallets =
        [.. Enumerable.Range(0, 130).Select(i => new SeedWallet(Guid.NewGuid(), i))];

    /// <summary>Where the second one stands: in the same call as the first, or in a later one.</summary>
    public static TheoryData<string, int> EnginesAndPlaces
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var engine in (string[])[Engines.Embedded, Engines.Aws, Engines.EmbeddedBySdk])
            {
                foreach (var place in (int[])[1, 24, 25, 99, 100, 130])
                    data.Add(engine, place);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EnginesAndPlaces))]
    public async Task A_key_that_is_named_twice_is_read_once(string engine, int place)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        await table.BatchWriteAsync(put: _wallets);
        var keys = _wallets.ConvertAll(KeyOf);
        keys.Insert(place, KeyOf(_wallets[0]));

        var read = await table.BatchGetAsync(keys, consistent: true);

        read.Items.ShouldBe(_wallets, ignoreOrder: true);
        read.Unread.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(EnginesAndPlaces))]
    public async Task A_batch_that_writes_a_key_twice_is_refused_before_anything_is_sent(string engine, int place)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        var items = _wallets.ToList();
        items.Insert(place, _wallets[0] with { Balance = -1 });

        var error = await Should.ThrowAsync<ArgumentException>(table.BatchWriteAsync(put: items));

        error.ParamName.ShouldBe("put");
        error.Message.ShouldContain($"user_id = '{_wallets[0].UserId}'");
        (await table.Scan().CountAsync()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(EnginesAndPlaces))]
    public async Task A_batch_that_stores_and_deletes_the_same_key_is_refused_before_anything_is_sent(
        string engine,
        int place)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        var items = _wallets[..place];

        var error = await Should.ThrowAsync<ArgumentException>(
            table.BatchWriteAsync(put: items, delete: [KeyOf(_wallets[0])]));

        error.ParamName.ShouldBe("delete");
        (await table.Scan().CountAsync()).ShouldBe(0);
    }

    private static Key KeyOf(SeedWallet wallet) => Key.Of(UserId, wallet.UserId);

    private static async Task<Table<SeedWallet>> CreateAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        return table;
    }
}
