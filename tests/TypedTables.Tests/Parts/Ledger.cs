namespace TypedTables.Tests.Parts;

/// <summary>
/// A table with hash and range keys, every kind of index, and names that expressions cannot spell out.
/// </summary>
internal static class Ledger
{
    public static readonly Field<Guid> WalletId = Field.Of("wallet_id", Codec.Uuid);
    public static readonly Field<long> Sequence = Field.Of("sequence", Codec.Int64);
    public static readonly Field<DateTimeOffset> At = Field.Of("at", Codec.Timestamp);
    // a dot would be a path into a map
    public static readonly Field<Guid> OperationId = Field.Of("operation.id", Codec.Uuid);
    public static readonly Field<long> Size = Field.Of("size", Codec.Int64); // a reserved word

    public static readonly TableSchema<Entry> Schema = new(
        name: "ledger",
        key: KeySchema.HashAndRange(WalletId, Sequence),
        fields: [WalletId, Sequence, At, OperationId, Size],
        read: item => new Entry(
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

    public static Key FirstKey { get; } = Key.Of(WalletId, Wallets.User, Sequence, 1);
}

internal sealed record Entry(
    Guid WalletId,
    long Sequence,
    DateTimeOffset? At = null,
    Guid? OperationId = null,
    long? Size = null
);
