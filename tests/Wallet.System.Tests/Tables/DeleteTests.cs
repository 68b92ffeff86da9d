using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.SeedTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class DeleteTests(Engines engines)
{
    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_deleted_item_is_gone_and_deleting_it_again_is_no_error(string engine)
    {
        using var client = engines.Client(engine);
        var (table, wallet) = await CreateWithOneAsync(client);

        var first = await table.DeleteAsync(Key.Of(UserId, wallet.UserId));
        var again = await table.DeleteAsync(Key.Of(UserId, wallet.UserId), returnValues: ReturnValues.AllOld);

        first.ShouldBe(new WriteResult<SeedWallet>(true, null));
        again.ShouldBe(new WriteResult<SeedWallet>(true, null));
        (await table.GetAsync(Key.Of(UserId, wallet.UserId))).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_delete_answers_with_the_item_as_it_was(string engine)
    {
        using var client = engines.Client(engine);
        var (table, wallet) = await CreateWithOneAsync(client);

        var result = await table.DeleteAsync(
            Key.Of(UserId, wallet.UserId),
            when: Balance.Is(10),
            returnValues: ReturnValues.AllOld
        );

        result.ShouldBe(new WriteResult<SeedWallet>(true, wallet));
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_lost_condition_deletes_nothing_and_carries_the_item_as_it_is(string engine)
    {
        using var client = engines.Client(engine);
        var (table, wallet) = await CreateWithOneAsync(client);

        var lost = await table.DeleteAsync(
            Key.Of(UserId, wallet.UserId),
            when: Balance.Is(9),
            returnValues: ReturnValues.AllOld
        );
        var nowhere = await table.DeleteAsync(Key.Of(UserId, Guid.NewGuid()), when: UserId.Exists());

        lost.ShouldBe(new WriteResult<SeedWallet>(false, wallet));
        nowhere.ShouldBe(new WriteResult<SeedWallet>(false, null));
        (await table.GetAsync(Key.Of(UserId, wallet.UserId))).ShouldBe(wallet);
    }

    [Fact]
    public async Task What_no_delete_can_do_is_refused_before_any_call()
    {
        using var client = engines.Client(Engines.Embedded);
        var table = client.Table(Schema);

        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            table.DeleteAsync(Key.Of(UserId, Guid.NewGuid()), returnValues: ReturnValues.AllNew)
        );
        (await Should.ThrowAsync<ItemEncodeException>(table.DeleteAsync(Key.Of(Balance, 1)))).Field.ShouldBe("user_id");
        (
            await Should.ThrowAsync<ItemEncodeException>(table.DeleteAsync(Key.Of(UserId, Guid.NewGuid(), Balance, 1)))
        ).Field.ShouldBe("balance");
    }

    private static async Task<(Table<SeedWallet> Table, SeedWallet Wallet)> CreateWithOneAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        var wallet = new SeedWallet(Guid.NewGuid(), 10);
        await table.PutAsync(wallet);
        return (table, wallet);
    }
}
