using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.SeedTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class ItemTests(Engines engines)
{
    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_missing_item_is_null(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);

        (await table.GetAsync(Key.Of(UserId, Guid.NewGuid()))).ShouldBeNull();
        (await table.GetAsync(Key.Of(UserId, Guid.NewGuid()), only: [Balance])).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Every_64_bit_integer_comes_back_as_it_went(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);

        foreach (
            var balance in new[]
            {
                long.MinValue,
                -1,
                0,
                1,
                9_007_199_254_740_993,
                1_000_000_000_000_000_000,
                long.MaxValue,
            }
        )
        {
            var wallet = new SeedWallet(Guid.NewGuid(), balance);
            await table.PutAsync(wallet);
            (await table.GetAsync(Key.Of(UserId, wallet.UserId))).ShouldBe(wallet);
        }
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Every_field_of_an_entry_comes_back_as_it_went_and_what_was_absent_stays_absent(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(LedgerTable.Schema);
        await table.EnsureCreatedAsync();
        var full = new LedgerEntry(
            Guid.NewGuid(),
            7,
            new DateTimeOffset(2026, 1, 31, 23, 59, 59, 999, TimeSpan.Zero).AddTicks(1234),
            Guid.NewGuid(),
            1
        );
        var sparse = new LedgerEntry(full.WalletId, 8, null, null, null);

        await table.PutAsync(full);
        await table.PutAsync(sparse);

        (await table.GetAsync(Key.Of(LedgerTable.WalletId, full.WalletId, LedgerTable.Sequence, 7))).ShouldBe(full);
        (await table.GetAsync(Key.Of(LedgerTable.WalletId, full.WalletId, LedgerTable.Sequence, 8))).ShouldBe(sparse);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Some_fields_of_an_item_can_be_read_alone(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        var userId = Guid.NewGuid();
        await table.PutAsync(new SeedWallet(userId, 42));

        var item = (await table.GetAsync(Key.Of(UserId, userId), only: [Balance], consistent: false)).ShouldNotBeNull();

        item.Count.ShouldBe(1);
        item.Get(Balance).ShouldBe(42);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task An_update_makes_an_item_and_changes_only_what_it_names(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(LedgerTable.Schema);
        await table.EnsureCreatedAsync();
        var (wallet, operation) = (Guid.NewGuid(), Guid.NewGuid());
        var key = Key.Of(LedgerTable.WalletId, wallet, LedgerTable.Sequence, 1);

        var made = await table.UpdateAsync(
            key,
            LedgerTable.Size.Set(1).And(LedgerTable.OperationId.Set(operation)),
            returnValues: ReturnValues.AllNew
        );
        var changed = await table.UpdateAsync(key, LedgerTable.Size.Set(2), returnValues: ReturnValues.AllOld);
        var removed = await table.UpdateAsync(
            key,
            LedgerTable.OperationId.Remove().And(Updates.Set(new Item { [LedgerTable.Size] = "3" })),
            returnValues: ReturnValues.AllNew
        );

        made.ShouldBe(new WriteResult<LedgerEntry>(true, new LedgerEntry(wallet, 1, null, operation, 1)));
        changed.Item.ShouldBe(made.Item);
        removed.Item.ShouldBe(new LedgerEntry(wallet, 1, null, null, 3));
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_lost_condition_is_a_value_that_carries_the_item_as_it_is(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        var wallet = new SeedWallet(Guid.NewGuid(), 10);
        await table.PutAsync(wallet, when: UserId.NotExists());

        var put = await table.PutAsync(wallet with { Balance = 11 }, when: UserId.NotExists());
        var update = await table.UpdateAsync(
            Key.Of(UserId, wallet.UserId),
            Balance.Set(12),
            when: Balance.Is(9).Or(Balance.Is(8).And(UserId.Exists()))
        );
        var nowhere = await table.UpdateAsync(Key.Of(UserId, Guid.NewGuid()), Balance.Set(12), when: Balance.Exists());

        put.ShouldBe(new WriteResult<SeedWallet>(false, wallet));
        update.ShouldBe(new WriteResult<SeedWallet>(false, wallet));
        nowhere.ShouldBe(new WriteResult<SeedWallet>(false, null));
        (await table.GetAsync(Key.Of(UserId, wallet.UserId))).ShouldBe(wallet);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_call_to_a_table_that_is_not_there_says_so_and_that_trying_again_is_useless(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);

        var error = await Should.ThrowAsync<TableOperationException>(table.GetAsync(Key.Of(UserId, Guid.NewGuid())));

        error.Code.ShouldBe("ResourceNotFoundException");
        error.Table.ShouldBe(table.Name);
        error.Operation.ShouldBe("GetItem");
        error.IsRetryable.ShouldBeFalse();
    }

    private static async Task<Table<SeedWallet>> CreateAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        return table;
    }
}
