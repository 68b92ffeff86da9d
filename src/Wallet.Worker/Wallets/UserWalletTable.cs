using TypedTables;

namespace Wallet.Worker.Wallets;

/// <summary>The table of wallets: <c>user_id</c> and <c>balance</c> as they have always been, and what the worker adds beside them.</summary>
internal static class UserWalletTable
{
    public static readonly Field<Guid> UserId = Field.Of("user_id", Codec.Uuid);
    public static readonly Field<long> Balance = Field.Of("balance", Codec.Int64);
    public static readonly Field<long> Version = Field.Of("version", Codec.Int64);
    public static readonly Field<Guid> OperationId = Field.Of("operation_id", Codec.Uuid);
    public static readonly Field<long> PreviousBalance = Field.Of("previous_balance", Codec.Int64);
    public static readonly Field<DateTimeOffset> UpdatedAt = Field.Of("updated_at", Codec.Timestamp);

    public static readonly TableSchema<UserWallet> Schema = new(
        name: "user_wallet",
        key: KeySchema.Hash(UserId),
        fields: [UserId, Balance, Version, OperationId, PreviousBalance, UpdatedAt],
        read: Read,
        write: Write);

    private static UserWallet Read(ItemReader item) => item.TryGet(Version, out var version)
        ? new UserWallet(
            item.Get(UserId),
            item.Get(Balance),
            version,
            new LastWrite(item.Get(OperationId), item.Find(PreviousBalance), item.Get(UpdatedAt)))
        : new UserWallet(item.Get(UserId), item.Get(Balance), Version: 0, LastWrite: null);

    private static void Write(UserWallet wallet, ItemWriter item)
    {
        item.Set(UserId, wallet.UserId);
        item.Set(Balance, wallet.Balance);
        if (wallet.LastWrite is not { } last)
            return;

        item.Set(Version, wallet.Version);
        item.Set(OperationId, last.OperationId);
        item.SetIfPresent(PreviousBalance, last.PreviousBalance);
        item.Set(UpdatedAt, last.At);
    }
}
