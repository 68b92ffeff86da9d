using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class TransactGetTests(Engines engines)
{
    private readonly SeedWallet[] _wallets = [.. Enumerable.Range(0, 4).Select(i => new SeedWallet(Guid.NewGuid(), i))];
    private readonly LedgerEntry _entry = new(Guid.NewGuid(), 1, null, null, 5);

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Items_of_two_tables_are_read_as_of_one_moment_and_a_missing_one_is_null(string engine)
    {
        using var client = engines.Client(engine);
        var (wallets, ledger) = await CreateAsync(client);
        await ledger.PutAsync(_entry);
        var (wallet, missing, entry) = (
            wallets.Read(KeyOf(_wallets[3])),
            wallets.Read(Key.Of(SeedTable.UserId, Guid.NewGuid())),
            ledger.Read(KeyOf(_entry))
        );

        var found = await client.TransactGetAsync([wallet, missing, entry]);

        found.Item(wallet).ShouldBe(_wallets[3]);
        found.Item(missing).ShouldBeNull();
        found.Item(entry).ShouldBe(_entry);
        Should.Throw<ArgumentException>(() => found.Item(wallets.Read(KeyOf(_wallets[3]))));
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task No_reader_sees_half_of_a_transaction(string engine)
    {
        using var client = engines.Client(engine);
        var (wallets, _) = await CreateAsync(client);
        var (one, other) = (KeyOf(_wallets[0]), KeyOf(_wallets[1]));
        await client.TransactWriteAsync([
            wallets.Update(one, SeedTable.Balance.Set(0)),
            wallets.Update(other, SeedTable.Balance.Set(0)),
        ]);

        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 20; i++)
                await RetriedAsync(() =>
                    client.TransactWriteAsync([
                        wallets.Update(one, SeedTable.Balance.Set(i)),
                        wallets.Update(other, SeedTable.Balance.Set(i)),
                    ])
                );
        });
        do
        {
            var (first, second) = (wallets.Read(one), wallets.Read(other));
            var found = await RetriedAsync(() => client.TransactGetAsync([first, second]));
            found.Item(first)!.Balance.ShouldBe(found.Item(second)!.Balance);
        }
        while (!writing.IsCompleted);
        await writing;
    }

    /// <summary>A transaction that meets another may be turned away, and says that it may be tried again.</summary>
    private static async Task<T> RetriedAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TableOperationException error) when (error.IsRetryable)
            {
            }
        }
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
