using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class TransactTests(Engines engines)
{
    private readonly SeedWallet[] _wallets = [.. Enumerable.Range(0, 4).Select(i => new SeedWallet(Guid.NewGuid(), i))];
    private readonly LedgerEntry _entry = new(Guid.NewGuid(), 1, null, null, 5);

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Put_update_delete_and_check_on_two_tables_take_effect_together(string engine)
    {
        using var client = engines.Client(engine);
        var (wallets, ledger) = await CreateAsync(client);

        var result = await client.TransactWriteAsync(
        [
            ledger.Put(_entry, when: LedgerTable.WalletId.NotExists()),
            wallets.Update(KeyOf(_wallets[1]), SeedTable.Balance.Add(10), when: SeedTable.Balance.Is(1)),
            wallets.Delete(KeyOf(_wallets[2]), when: SeedTable.Balance.Is(2)),
            wallets.Check(KeyOf(_wallets[3]), SeedTable.Balance.IsAtLeast(3)),
        ]);

        result.IsApplied.ShouldBeTrue();
        result.Refusals.ShouldBeEmpty();
        (await ledger.GetAsync(KeyOf(_entry))).ShouldBe(_entry);
        (await wallets.Scan().ToListAsync()).ShouldBe(
            [_wallets[0], _wallets[1] with { Balance = 11 }, _wallets[3]],
            ignoreOrder: true
        );
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Lost_conditions_undo_everything_and_say_which_and_what_is_there_instead(string engine)
    {
        using var client = engines.Client(engine);
        var (wallets, ledger) = await CreateAsync(client);

        var result = await client.TransactWriteAsync(
        [
            ledger.Put(_entry),
            wallets.Update(KeyOf(_wallets[1]), SeedTable.Balance.Set(99), when: SeedTable.Balance.Is(7)),
            wallets.Delete(KeyOf(_wallets[2])),
            wallets.Check(Key.Of(SeedTable.UserId, Guid.NewGuid()), SeedTable.Balance.Exists()),
            wallets.Put(_wallets[3] with { Balance = 99 }, when: SeedTable.UserId.NotExists()),
        ]);

        result.IsApplied.ShouldBeFalse();
        result.Refusals.Select(refusal => (refusal.Index, refusal.Action.Verb, refusal.Action.Table)).ShouldBe(
            [(1, "Update", wallets.Name), (3, "ConditionCheck", wallets.Name), (4, "Put", wallets.Name)]);
        result.Refusals.Select(refusal => refusal.Item(wallets)).ShouldBe([_wallets[1], null, _wallets[3]]);
        Should.Throw<ArgumentException>(() => result.Refusals[0].Item(ledger));
        (await ledger.Scan().CountAsync()).ShouldBe(0);
        (await wallets.Scan().ToListAsync()).ShouldBe(_wallets, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task The_same_token_takes_effect_once_and_not_for_anything_else(string engine)
    {
        using var client = engines.Client(engine);
        var (wallets, _) = await CreateAsync(client);
        var token = Guid.NewGuid().ToString();

        for (var i = 0; i < 3; i++)
            (
                await client.TransactWriteAsync([wallets.Update(KeyOf(_wallets[0]), SeedTable.Balance.Add(1))], token)
            ).IsApplied.ShouldBeTrue();
        var error = await Should.ThrowAsync<TableOperationException>(
            client.TransactWriteAsync([wallets.Update(KeyOf(_wallets[0]), SeedTable.Balance.Add(2))], token)
        );

        (await wallets.GetAsync(KeyOf(_wallets[0]))).ShouldBe(_wallets[0] with { Balance = 1 });
        error.Code.ShouldBe("IdempotentParameterMismatchException");
        error.IsRetryable.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_hundred_actions_go_through_and_one_more_is_refused_before_any_call(string engine)
    {
        using var client = engines.Client(engine);
        var (wallets, _) = await CreateAsync(client);
        var more = Enumerable.Range(0, 101).Select(i => new SeedWallet(Guid.NewGuid(), i)).ToList();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            client.TransactWriteAsync([.. more.Select(wallet => wallets.Put(wallet))])
        );
        await Should.ThrowAsync<ArgumentOutOfRangeException>(client.TransactWriteAsync([]));
        (await wallets.Scan().CountAsync()).ShouldBe(4);
        (
            await client.TransactWriteAsync([.. more[1..].Select(wallet => wallets.Put(wallet))])
        ).IsApplied.ShouldBeTrue();

        (await wallets.Scan().CountAsync()).ShouldBe(104);
        var reads = more[1..].Select(wallet => wallets.Read(KeyOf(wallet))).ToList();
        var found = await client.TransactGetAsync(reads);
        reads.Select(found.Item).ShouldBe(more[1..]);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            client.TransactGetAsync([.. more.Select(wallet => wallets.Read(KeyOf(wallet)))])
        );
    }

    private static Key KeyOf(SeedWallet wallet) => Key.Of(SeedTable.UserId, wallet.UserId);

    private static Key KeyOf(LedgerEntry entry) =>
        Key.Of(LedgerTable.WalletId, entry.WalletId, LedgerTable.Sequence, entry.Sequence);

    private async Task<(Table<SeedWallet> Wallets, Table<LedgerEntry> Ledger)> CreateAsync(TableClient client)
    {
        var (wallets, ledger) = (client.Table(SeedTable.Schema), client.Table(LedgerTable.Schema));
        await wallets.EnsureCreatedAsync();
        await ledger.EnsureCreatedAsync();
        await wallets.BatchWriteAsync(put: _wallets);
        return (wallets, ledger);
    }
}
