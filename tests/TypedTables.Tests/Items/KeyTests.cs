using System.Text;
using TypedTables.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Items;

public sealed class KeyTests
{
    [Fact]
    public void A_hash_key_is_written_as_one_attribute() =>
        Write(Wallets.Schema, Wallets.UserKey).ShouldBe($$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"}}""");

    [Fact]
    public void A_hash_and_a_range_key_are_written_as_two() =>
        Write(Ledger.Schema, Ledger.FirstKey)
            .ShouldBe($$$"""{"wallet_id":{"S":"{{{Wallets.UserText}}}"},"sequence":{"N":"1"}}""");

    [Fact]
    public void The_fields_may_come_in_either_order()
    {
        var key = Key.Of(Ledger.Sequence, 1, Ledger.WalletId, Wallets.User);

        Write(Ledger.Schema, key).ShouldBe($$$"""{"sequence":{"N":"1"},"wallet_id":{"S":"{{{Wallets.UserText}}}"}}""");
    }

    [Fact]
    public void A_key_without_the_tables_range_field_names_it()
    {
        var error = Should.Throw<ItemEncodeException>(() =>
            Write(Ledger.Schema, Key.Of(Ledger.WalletId, Wallets.User))
        );

        (error.Table, error.Field, error.Found).ShouldBe(("ledger", "sequence", "nothing"));
        error.Expected.ShouldBe("a 64-bit integer as N, because it is a key");
    }

    [Fact]
    public void A_key_of_another_field_names_the_one_that_is_wanted()
    {
        var error = Should.Throw<ItemEncodeException>(() => Write(Wallets.Schema, Key.Of(Wallets.Balance, 5)));

        (error.Table, error.Field, error.Found).ShouldBe(("wallets", "user_id", "nothing"));
    }

    [Fact]
    public void A_field_of_the_same_name_that_is_not_the_declared_one_is_no_key()
    {
        var error = Should.Throw<ItemEncodeException>(() =>
            Write(Wallets.Schema, Key.Of(Field.Of("user_id", Codec.Uuid), Wallets.User))
        );

        (error.Table, error.Field).ShouldBe(("wallets", "user_id"));
    }

    [Fact]
    public void A_field_more_than_the_key_has_is_named()
    {
        var error = Should.Throw<ItemEncodeException>(() =>
            Write(Wallets.Schema, Key.Of(Wallets.UserId, Wallets.User, Wallets.Balance, 5))
        );

        (error.Table, error.Field, error.Found).ShouldBe(("wallets", "balance", "a field that is no key"));
    }

    private static string Write(TableSchema schema, Key key) =>
        Encoding.UTF8.GetString(JsonBuffer.ToArray(json => key.Write(schema, json)));
}
