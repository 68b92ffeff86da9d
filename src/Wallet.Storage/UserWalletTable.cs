using TypedTables;
using TypedTables.Expressions;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// The table of wallets: <c>user_id</c> and <c>balance</c> as other programs know them, and the worker's own
/// attributes.
/// </summary>
internal static class UserWalletTable
{
    public static readonly Field<Guid> UserId = Field.Of("user_id", Codec.Uuid);
    public static readonly Field<long> Balance = Field.Of("balance", Codec.Int64, isSensitive: true);
    public static readonly Field<long> Version = Field.Of(
        "version",
        Codec.Convert(
            Codec.Int64,
            (long version) => version,
            Checked,
            "a version, 0 or more and with a next one, as N"));
    public static readonly Field<DateTimeOffset> UpdatedAt = Field.Of("updated_at", Codec.Timestamp);
    public static readonly Field<long> Overdraft = Field.Of("overdraft", Codec.Int64, isSensitive: true);

    public static readonly TableSchema<UserWallet> Schema = new(
        name: "user_wallet",
        key: KeySchema.Hash(UserId),
        fields: [UserId, Balance, Version, UpdatedAt, Overdraft],
        read: item => new UserWallet(
            item.Get(UserId),
            item.Get(Balance),
            item.Find(Version) ?? 0,
            item.Find(UpdatedAt),
            item.Find(Overdraft) ?? 0
        ),
        write: (wallet, item) =>
        {
            item.Set(UserId, wallet.UserId);
            item.Set(Balance, wallet.Balance);
            if (wallet.Version > 0)
                item.Set(Version, wallet.Version);
            item.SetIfPresent(UpdatedAt, wallet.UpdatedAt);
            if (wallet.Overdraft > 0)
                item.Set(Overdraft, wallet.Overdraft);
        });

    public static Key KeyOf(Guid userId) => Key.Of(UserId, userId);

    /// <summary>An action that changes a wallet, on condition that it has not changed since it was read.</summary>
    public static TransactAction Write(this Table<UserWallet> table, WalletChange change)
    {
        var after = change.After;
        var update = Balance.Set(after.Balance)
            .And(Version.Set(after.Version))
            .And(UpdatedAt.Set(after.UpdatedAt!.Value))
            .And(after.Overdraft > 0 ? Overdraft.Set(after.Overdraft) : Overdraft.Remove());
        return table.Update(KeyOf(after.UserId), update, Unchanged(change.Before));
    }

    /// <summary>
    /// Refuses versions that the worker never writes: negative ones, and the largest, which cannot be incremented. 0
    /// counts as no version.
    /// </summary>
    private static long Checked(long version) => version is >= 0 and < long.MaxValue
        ? version
        : throw new ArgumentOutOfRangeException(nameof(version), version, "No worker has written it.");

    /// <summary>
    /// Holds if the wallet has not changed since it was read. If it has no version, or 0, its balance is the fence.
    /// </summary>
    private static Condition Unchanged(UserWallet? before) => before switch
    {
        null => UserId.NotExists(),
        { Version: 0 } => Version.NotExists().Or(Version.Is(0)).And(Balance.Is(before.Balance)),
        _ => Version.Is(before.Version),
    };
}
