using TypedTables;
using TypedTables.Fields;

namespace Wallet.Worker.Wallets;

/// <summary>The table of wallets: <c>user_id</c> and <c>balance</c> as they have always been, and what the worker adds beside them.</summary>
internal static class UserWalletTable
{
    public static readonly UuidField UserId = new("user_id");
    public static readonly IntegerField Balance = new("balance");
    public static readonly IntegerField Version = new("version");
    public static readonly UuidField OperationId = new("operation_id");
    public static readonly IntegerField PreviousBalance = new("previous_balance");
    public static readonly TimestampField UpdatedAt = new("updated_at");

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
