using Amazon.DynamoDBv2.DataModel;
using TypedTables;

namespace Tables.Bench;

/// <summary>The item that every contender reads and writes: a wallet as the worker stores it.</summary>
internal sealed record Wallet(Guid UserId, long Balance, long Version, DateTimeOffset UpdatedAt);

/// <summary>The item as this library declares it.</summary>
internal static class WalletTable
{
    public static readonly Field<Guid> UserId = Field.Of("user_id", Codec.Uuid);
    public static readonly Field<long> Balance = Field.Of("balance", Codec.Int64);
    public static readonly Field<long> Version = Field.Of("version", Codec.Int64);
    public static readonly Field<DateTimeOffset> UpdatedAt = Field.Of("updated_at", Codec.Timestamp);

    public static readonly TableSchema<Wallet> Schema = new(
        name: "user_wallet",
        key: KeySchema.Hash(UserId),
        fields: [UserId, Balance, Version, UpdatedAt],
        read: item => new Wallet(item.Get(UserId), item.Get(Balance), item.Get(Version), item.Get(UpdatedAt)),
        write: (wallet, item) =>
        {
            item.Set(UserId, wallet.UserId);
            item.Set(Balance, wallet.Balance);
            item.Set(Version, wallet.Version);
            item.Set(UpdatedAt, wallet.UpdatedAt);
        });
}

/// <summary>The item as DynamoDBContext wants it.</summary>
[DynamoDBTable("user_wallet")]
public sealed class ContextWallet
{
    [DynamoDBHashKey("user_id")]
    public string UserId { get; set; } = "";

    [DynamoDBProperty("balance")]
    public long Balance { get; set; }

    [DynamoDBProperty("version")]
    public long Version { get; set; }

    [DynamoDBProperty("updated_at")]
    public string UpdatedAt { get; set; } = "";
}

/// <summary>One wallet, and what the service says of it.</summary>
internal static class Samples
{
    public const string User = "badff6d6-41d4-46fb-ae74-ba19a2e69cb1";
    public const string At = "2026-01-31T12:00:00.0000000Z";

    public static readonly Wallet Wallet = new(
        Guid.Parse(User),
        1250,
        7,
        DateTimeOffset.Parse(At, System.Globalization.CultureInfo.InvariantCulture)
    );

    public static readonly string ItemJson =
        $$$"""{"user_id":{"S":"{{{User}}}"},"balance":{"N":"1250"},"version":{"N":"7"},"updated_at":"""
            + $$$"""{"S":"{{{At}}}"}}""";

    public static string Reply(string operation) => operation switch
    {
        "GetItem" => $$"""{"Item":{{ItemJson}}}""",
        "UpdateItem" => $$"""{"Attributes":{{ItemJson}}}""",
        _ => "{}",
    };
}
