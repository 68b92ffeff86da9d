using TypedTables;
using TypedTables.Expressions;

namespace Wallet.Worker.Wallets;

/// <summary>The table of operations: found by operation when it is repeated, and by wallet, in the order of versions, for its history.</summary>
/// <remarks>The history's index is not keyed by the table, so that one operation id is good for one operation, whichever wallet it names.</remarks>
internal static class OperationTable
{
    public static readonly Field<Guid> OperationId = Field.Of("operation_id", Codec.Uuid);
    public static readonly Field<OperationPart> Part = Field.Of("part", Codec.Enum<OperationPart>());
    public static readonly Field<string> Content = Field.Of("content", Codec.String, isSensitive: true);
    public static readonly Field<Guid> UserId = Field.Of("user_id", Codec.Uuid);
    public static readonly Field<long> Balance = Field.Of("balance", Codec.Int64, isSensitive: true);
    public static readonly Field<long> PreviousBalance = Field.Of("previous_balance", Codec.Int64, isSensitive: true);
    public static readonly Field<long> Version = Field.Of("version", Codec.Int64);
    public static readonly Field<DateTimeOffset> At = Field.Of("at", Codec.Timestamp);
    public static readonly Field<DateTimeOffset> ExpiresAt = Field.Of("expires_at", Codec.EpochSeconds);

    public static readonly GlobalSecondaryIndex ByWallet = new("by_wallet", KeySchema.HashAndRange(UserId, Version), Projection.All);

    public static readonly TableSchema<OperationRecord> Schema = new(
        name: "wallet_operation",
        key: KeySchema.HashAndRange(OperationId, Part),
        fields: [OperationId, Part, Content, UserId, Balance, PreviousBalance, Version, At, ExpiresAt],
        read: item => new OperationRecord(
            item.Get(OperationId), item.Get(Part), item.Get(Content), item.Get(UserId), item.Get(Balance), item.Find(PreviousBalance),
            item.Get(Version), item.Get(At), item.Find(ExpiresAt)),
        write: (record, item) =>
        {
            item.Set(OperationId, record.OperationId);
            item.Set(Part, record.Part);
            item.Set(Content, record.Content);
            item.Set(UserId, record.UserId);
            item.Set(Balance, record.Balance);
            item.SetIfPresent(PreviousBalance, record.PreviousBalance);
            item.Set(Version, record.Version);
            item.Set(At, record.At);
            item.SetIfPresent(ExpiresAt, record.ExpiresAt);
        },
        globalIndexes: [ByWallet],
        timeToLive: ExpiresAt);

    public static Key KeyOf(Guid operationId, OperationPart part) => Key.Of(OperationId, operationId, Part, part);

    /// <summary>Stores a record that is not there yet.</summary>
    public static TransactAction Add(this Table<OperationRecord> table, OperationRecord record) => table.Put(record, OperationId.NotExists());
}
