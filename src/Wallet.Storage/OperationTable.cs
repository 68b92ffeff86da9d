using TypedTables;
using TypedTables.Expressions;
using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// The table of operations. Its key finds an operation's records when a message is repeated; its index finds a wallet's
/// history in the order of versions.
/// </summary>
/// <remarks>
/// The wallet is not part of the table's key, so that an operation id can be used only once, whichever wallet it names.
/// </remarks>
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

    // Attributes of refusals. Their wallet has another name than that of a change, so they are not in the index, and
    // not in the history.
    public static readonly Field<RefusalReason> Reason = Field.Of("refused_reason", Codec.Enum<RefusalReason>());
    public static readonly Field<string> Message = Field.Of("refused_message", Codec.String, isSensitive: true);
    public static readonly Field<Guid> RefusedUserId = Field.Of("refused_user_id", Codec.Uuid);
    public static readonly Field<long> CurrentBalance = Field.Of("current_balance", Codec.Int64, isSensitive: true);
    public static readonly Field<long> CurrentVersion = Field.Of("current_version", Codec.Int64);
    public static readonly Field<DateTimeOffset> CurrentUpdatedAt = Field.Of("current_updated_at", Codec.Timestamp);

    public static readonly GlobalSecondaryIndex ByWallet = new(
        "by_wallet",
        KeySchema.HashAndRange(UserId, Version),
        Projection.All
    );

    public static readonly TableSchema<OperationRecord> Schema = new(
        name: "wallet_operation",
        key: KeySchema.HashAndRange(OperationId, Part),
        fields:
        [
            OperationId, Part, Content, UserId, Balance, PreviousBalance, Version, At, ExpiresAt,
            Reason, Message, RefusedUserId, CurrentBalance, CurrentVersion, CurrentUpdatedAt,
        ],
        read: item => item.TryGet(Reason, out var reason) ? Refused(item, reason) : Applied(item),
        write: (record, item) =>
        {
            item.Set(OperationId, record.OperationId);
            item.Set(Part, record.Part);
            item.Set(Content, record.Content);
            item.Set(At, record.At);
            item.SetIfPresent(ExpiresAt, record.ExpiresAt);
            switch (record)
            {
                case AppliedRecord applied:
                    item.Set(UserId, applied.UserId);
                    item.Set(Balance, applied.Balance);
                    item.SetIfPresent(PreviousBalance, applied.PreviousBalance);
                    item.Set(Version, applied.Version);
                    break;
                case RefusedRecord refused:
                    item.Set(Reason, refused.Reason);
                    item.Set(Message, refused.Message);
                    item.Set(RefusedUserId, refused.UserId);
                    item.SetIfPresent(CurrentBalance, refused.Current?.Balance);
                    item.SetIfPresent(CurrentVersion, refused.Current?.Version);
                    item.SetIfPresent(CurrentUpdatedAt, refused.Current?.UpdatedAt);
                    break;
            }
        },
        globalIndexes: [ByWallet],
        timeToLive: ExpiresAt);

    private static AppliedRecord Applied(ItemReader item) =>
        new(
            item.Get(OperationId),
            item.Get(Part),
            item.Get(Content),
            item.Get(UserId),
            item.Get(Balance),
            item.Find(PreviousBalance),
            item.Get(Version),
            item.Get(At),
            item.Find(ExpiresAt)
        );

    private static RefusedRecord Refused(ItemReader item, RefusalReason reason) =>
        new(
            item.Get(OperationId),
            item.Get(Content),
            reason,
            item.Get(Message),
            item.Get(RefusedUserId),
            Current(item),
            item.Get(At),
            item.Find(ExpiresAt)
        );

    private static UserWallet? Current(ItemReader item) => item.Find(CurrentBalance) is { } balance
        ? new UserWallet(item.Get(RefusedUserId), balance, item.Get(CurrentVersion), item.Find(CurrentUpdatedAt))
        : null;

    public static Key KeyOf(Guid operationId, OperationPart part) => Key.Of(OperationId, operationId, Part, part);

    /// <summary>An action that stores a record on condition that it does not exist yet.</summary>
    public static TransactAction Add(this Table<OperationRecord> table, OperationRecord record) =>
        table.Put(record, OperationId.NotExists());
}
