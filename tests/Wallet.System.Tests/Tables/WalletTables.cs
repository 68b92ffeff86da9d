using TypedTables;
using TypedTables.Fields;

namespace SystemTests.Tables;

/// <summary>The table of the example of 2015, declared as it declares it.</summary>
internal static class SeedTable
{
    public static readonly UuidField UserId = new("user_id");
    public static readonly IntegerField Balance = new("balance");

    public static readonly TableSchema<SeedWallet> Schema = new(
        name: "user_wallet",
        key: KeySchema.Hash(UserId),
        fields: [UserId, Balance],
        read: item => new SeedWallet(item.Get(UserId), item.Get(Balance)),
        write: (wallet, item) =>
        {
            item.Set(UserId, wallet.UserId);
            item.Set(Balance, wallet.Balance);
        },
        region: "us-west-2",
        throughput: new Throughput(ReadUnits: 1, WriteUnits: 1));
}

internal sealed record SeedWallet(Guid UserId, long Balance);

/// <summary>A table with every kind of key and index there is.</summary>
internal static class LedgerTable
{
    public static readonly UuidField WalletId = new("wallet_id");
    public static readonly IntegerField Sequence = new("sequence");
    public static readonly TimestampField At = new("at");
    public static readonly UuidField OperationId = new("operation.id"); // a dot in a name must do no harm
    public static readonly IntegerField Size = new("size"); // nor must a reserved word

    public static readonly TableSchema<LedgerEntry> Schema = new(
        name: "ledger",
        key: KeySchema.HashAndRange(WalletId, Sequence),
        fields: [WalletId, Sequence, At, OperationId, Size],
        read: item => new LedgerEntry(item.Get(WalletId), item.Get(Sequence), item.Find(At), item.Find(OperationId), item.Find(Size)),
        write: (entry, item) =>
        {
            item.Set(WalletId, entry.WalletId);
            item.Set(Sequence, entry.Sequence);
            item.SetIfPresent(At, entry.At);
            item.SetIfPresent(OperationId, entry.OperationId);
            item.SetIfPresent(Size, entry.Size);
        },
        throughput: new Throughput(2, 3),
        localIndexes: [new LocalSecondaryIndex("by_time", At, Projection.KeysOnly)],
        globalIndexes: [new GlobalSecondaryIndex("by_operation", KeySchema.Hash(OperationId), Projection.Include(Size), new Throughput(4, 5))]);
}

internal sealed record LedgerEntry(Guid WalletId, long Sequence, DateTimeOffset? At, Guid? OperationId, long? Size);
