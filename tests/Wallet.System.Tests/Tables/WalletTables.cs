using TypedTables;

namespace SystemTests.Tables;

/// <summary>The table of the example of 2015, declared as it declares it.</summary>
internal static class SeedTable
{
    public static readonly Field<Guid> UserId = Field.Of("user_id", Codec.Uuid);
    public static readonly Field<long> Balance = Field.Of("balance", Codec.Int64);

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
    public static readonly Field<Guid> WalletId = Field.Of("wallet_id", Codec.Uuid);
    public static readonly Field<long> Sequence = Field.Of("sequence", Codec.Int64);
    public static readonly Field<DateTimeOffset> At = Field.Of("at", Codec.Timestamp);
    // a dot in a name must do no harm
    public static readonly Field<Guid> OperationId = Field.Of("operation.id", Codec.Uuid);
    public static readonly Field<long> Size = Field.Of("size", Codec.Int64); // nor must a reserved word

    public static readonly TableSchema<LedgerEntry> Schema = new(
        name: "ledger",
        key: KeySchema.HashAndRange(WalletId, Sequence),
        fields: [WalletId, Sequence, At, OperationId, Size],
        read: item => new LedgerEntry(
            item.Get(WalletId),
            item.Get(Sequence),
            item.Find(At),
            item.Find(OperationId),
            item.Find(Size)
        ),
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
        globalIndexes:
        [
            new GlobalSecondaryIndex(
                "by_operation",
                KeySchema.Hash(OperationId),
                Projection.Include(Size),
                new Throughput(4, 5)
            ),
        ]
    );
}

internal sealed record LedgerEntry(Guid WalletId, long Sequence, DateTimeOffset? At, Guid? OperationId, long? Size);
