using System.Text;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Items;

public sealed class ItemCodecTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_whole_record_is_encoded()
    {
        var encoded = Wallets.Schema.Encode(new Wallet(Wallets.User, 100, Noon));

        Text(encoded)
            .ShouldBe(
                $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"100"},"changed_at":"""
                    + $$$"""{"S":"2026-01-31T12:00:00.0000000Z"}}"""
            );
    }

    [Fact]
    public void What_a_record_lacks_is_left_out_and_not_written_as_null() =>
        Text(Wallets.Schema.Encode(new Wallet(Wallets.User, -1)))
            .ShouldBe($$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"-1"}}""");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_record_comes_back_as_it_went(bool isFull)
    {
        var wallet = new Wallet(Wallets.User, long.MinValue, isFull ? Noon.AddTicks(1) : null);

        Wallets.Schema.Decode(Wallets.Schema.Encode(wallet)).ShouldBe(wallet);
    }

    [Fact]
    public void A_record_without_one_of_its_keys_is_refused()
    {
        var schema = new TableSchema<Entry>(
            "ledger",
            KeySchema.HashAndRange(Ledger.WalletId, Ledger.Sequence),
            [Ledger.WalletId, Ledger.Sequence],
            _ => new Entry(default, 0),
            (entry, item) => item.Set(Ledger.WalletId, entry.WalletId));

        var error = Should.Throw<ItemEncodeException>(() => schema.Encode(new Entry(Wallets.User, 1)));

        error.Message.ShouldBe(
            "ItemEncodeError in table 'ledger': field 'sequence' takes a 64-bit integer as N, because it is a key, "
                + "but was given nothing."
        );
    }

    [Fact]
    public void A_record_that_sets_an_undeclared_field_is_refused()
    {
        var schema = new TableSchema<Wallet>(
            "wallets",
            KeySchema.Hash(Wallets.UserId),
            [Wallets.UserId],
            _ => new Wallet(default, 0),
            (wallet, item) => item.Set(Wallets.Balance, wallet.Balance));

        var error = Should.Throw<ItemEncodeException>(() => schema.Encode(new Wallet(Wallets.User, 1)));

        (error.Table, error.Field, error.Expected).ShouldBe(
            ("wallets", "balance", "a place among the declared fields")
        );
    }

    [Fact]
    public void An_untyped_item_is_encoded_with_values_of_any_fitting_type()
    {
        var item = new Item
        {
            [Wallets.UserId] = Wallets.UserText.ToUpperInvariant(),
            [Wallets.Balance] = 12,
            [Wallets.ChangedAt] = Noon,
        };

        Text(Wallets.Schema.Encode(item))
            .ShouldBe(
                $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"12"},"changed_at":"""
                    + $$$"""{"S":"2026-01-31T12:00:00.0000000Z"}}"""
            );
    }

    [Fact]
    public void A_subset_of_an_untyped_item_is_encoded_without_its_keys()
    {
        var item = new Item { [Wallets.UserId] = Wallets.User, [Wallets.Balance] = 12 };

        Text(Wallets.Schema.Encode(item, only: [Wallets.Balance, Wallets.ChangedAt]))
            .ShouldBe("""{"balance":{"N":"12"}}""");
        Text(Wallets.Schema.Encode(item, only: [])).ShouldBe("{}");
        Text(Wallets.Schema.Encode(new Item())).ShouldBe("{}");
    }

    [Fact]
    public void A_value_outside_the_subset_is_not_looked_at()
    {
        var item = new Item { [Wallets.Balance] = 12, [Wallets.ChangedAt] = "no moment", [Ledger.Size] = 1 };

        Text(Wallets.Schema.Encode(item, only: [Wallets.Balance])).ShouldBe("""{"balance":{"N":"12"}}""");
    }

    [Fact]
    public void A_field_of_the_same_name_that_is_not_the_declared_one_is_refused()
    {
        var twin = Field.Of("balance", Codec.Int64);

        var error = Should.Throw<ItemEncodeException>(() => Wallets.Schema.Encode(new Item { [twin] = 1 }));

        (error.Table, error.Field, error.Expected).ShouldBe(
            ("wallets", "balance", "a place among the declared fields")
        );
    }

    [Fact]
    public void A_name_that_JSON_must_escape_goes_out_and_comes_back()
    {
        var odd = Field.Of("a \"b\\c\" <ä>\n", Codec.Int64);
        var schema = new TableSchema<Wallet>(
            "odd",
            KeySchema.Hash(odd),
            [odd],
            item => new Wallet(default, item.Get(odd)),
            (wallet, item) => item.Set(odd, wallet.Balance)
        );

        schema.Decode(schema.Encode(new Wallet(default, 5))).Balance.ShouldBe(5);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void A_table_may_have_any_number_of_fields(int count)
    {
        var fields = Enumerable.Range(0, count).Select(i => Field.Of($"f{i}", Codec.Int64)).ToArray();
        var schema = new TableSchema<long[]>(
            "wide",
            KeySchema.Hash(fields[0]),
            fields,
            item =>
            {
                var values = new long[count];
                for (var i = 0; i < count; i++)
                    values[i] = item.Get(fields[i]);
                return values;
            },
            (values, item) => Array.ForEach(fields, field => item.Set(field, values[Array.IndexOf(fields, field)])));
        var row = Enumerable.Range(0, count).Select(i => (long)i * i).ToArray();

        schema.Decode(schema.Encode(row)).ShouldBe(row);
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
