using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Metering;
using static SystemTests.Tables.SeedTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class CapacityTests(Engines engines)
{
    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Every_call_tells_what_it_consumed_of_which_table(string engine)
    {
        var told = new ConcurrentQueue<ConsumedCapacity>();
        using var client = new TableClient(engines.Options(engine) with { OnConsumedCapacity = told.Enqueue });
        var (wallets, ledger) = (client.Table(Schema), client.Table(LedgerTable.Schema));
        await wallets.EnsureCreatedAsync();
        await ledger.EnsureCreatedAsync();
        var (one, two) = (new SeedWallet(Guid.NewGuid(), 1), new SeedWallet(Guid.NewGuid(), 2));
        var (keyOne, keyTwo) = (Key.Of(UserId, one.UserId), Key.Of(UserId, two.UserId));
        var entry = new LedgerEntry(Guid.NewGuid(), 1, null, null, null);

        await wallets.PutAsync(one);
        await wallets.GetAsync(keyOne);
        await wallets.GetAsync(keyOne, consistent: false);
        await wallets.Query(UserId, one.UserId).Consistently().CountAsync();
        await wallets.BatchWriteAsync(put: [one, two]);
        await wallets.BatchGetAsync([keyOne, keyTwo], consistent: true);
        await client.TransactWriteAsync([wallets.Put(one), ledger.Put(entry)]);
        await client.TransactGetAsync([
            wallets.Read(keyOne),
            ledger.Read(Key.Of(LedgerTable.WalletId, entry.WalletId, LedgerTable.Sequence, 1)),
        ]);
        await wallets.Scan().Consistently().CountAsync();
        await wallets.DeleteAsync(keyOne);

        // In DynamoDB a transaction's write of a small item is 2 units; AWS's own engine counts 4.
        var written = engine == Engines.Aws ? 4 : 2;
        told.ShouldBe(
            [
                new("PutItem", wallets.Name, 1),
                new("GetItem", wallets.Name, 1),
                new("GetItem", wallets.Name, 0.5),
                new("Query", wallets.Name, 1),
                new("BatchWriteItem", wallets.Name, 2),
                new("BatchGetItem", wallets.Name, 2),
                new("TransactWriteItems", wallets.Name, written),
                new("TransactWriteItems", ledger.Name, written),
                new("TransactGetItems", wallets.Name, 2),
                new("TransactGetItems", ledger.Name, 2),
                new("Scan", wallets.Name, 1),
                new("DeleteItem", wallets.Name, 1),
            ],
            ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_listener_of_the_meter_hears_of_every_unit_by_operation_and_table(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        var heard = new ConcurrentQueue<(double Units, string? Operation)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Name: "typedtables.consumed_capacity", Meter.Name: "TypedTables" })
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, units, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value as string);
            if (named["table"] == table.Name)
                heard.Enqueue((units, named["operation"]));
        });
        listener.Start();
        var wallet = new SeedWallet(Guid.NewGuid(), 1);

        await table.PutAsync(wallet);
        await table.GetAsync(Key.Of(UserId, wallet.UserId));
        await table.BatchWriteAsync(put: [wallet, new SeedWallet(Guid.NewGuid(), 2)]);

        heard.ShouldBe([(1, "PutItem"), (1, "GetItem"), (2, "BatchWriteItem")]);
    }
}
