using TypedTables;
using TypedTables.Expressions;

namespace Seed;

/// <summary>A user's wallet.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Balance">In minor units.</param>
internal sealed record UserWallet(Guid UserId, long Balance);

/// <summary>The table <c>user_wallet</c>, and what is done with it.</summary>
internal sealed class UserWalletTable(TableClient client)
{
    public static readonly Field<Guid> UserId = Field.Of("user_id", Codec.Uuid);
    public static readonly Field<long> Balance = Field.Of("balance", Codec.Int64);

    public static readonly TableSchema<UserWallet> Schema = new(
        name: "user_wallet",
        region: "us-west-2",
        key: KeySchema.Hash(UserId),
        throughput: new Throughput(ReadUnits: 1, WriteUnits: 1),
        fields: [UserId, Balance],
        read: item => new UserWallet(item.Get(UserId), item.Get(Balance)),
        write: (wallet, item) =>
        {
            item.Set(UserId, wallet.UserId);
            item.Set(Balance, wallet.Balance);
        });

    public Table<UserWallet> Table { get; } = client.Table(Schema);

    public Task<WriteResult<UserWallet>> UpdateAsync(Guid userId, long balance) =>
        Table.UpdateAsync(Key.Of(UserId, userId), Balance.Set(balance));

    public Task<UserWallet?> GetAsync(Guid userId) => Table.GetAsync(Key.Of(UserId, userId));
}
