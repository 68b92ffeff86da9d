
namespace TypedTables.Tests.Parts;

/// <summary>A table with a hash key alone, and one field that items may lack.</summary>
internal static class Wallets
{
    public const string UserText = "badff6d6-41d4-46fb-ae74-ba19a2e69cb1";

    public static readonly Guid User = Guid.Parse(UserText);

    public static readonly Field<Guid> UserId = Field.Of("user_id", Codec.Uuid);
    public static readonly Field<long> Balance = Field.Of("balance", Codec.Int64);
    public static readonly Field<DateTimeOffset> ChangedAt = Field.Of("changed_at", Codec.Timestamp);

    public static readonly TableSchema<Wallet> Schema = new(
        name: "wallets",
        key: KeySchema.Hash(UserId),
        fields: [UserId, Balance, ChangedAt],
        read: item => new Wallet(item.Get(UserId), item.Get(Balance), item.Find(ChangedAt)),
        write: (wallet, item) =>
        {
            item.Set(UserId, wallet.UserId);
            item.Set(Balance, wallet.Balance);
            item.SetIfPresent(ChangedAt, wallet.ChangedAt);
        });

    public static Key UserKey { get; } = Key.Of(UserId, User);
}

internal sealed record Wallet(Guid UserId, long Balance, DateTimeOffset? ChangedAt = null);
