using System.Text;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Items;

public sealed class ItemTests
{
    private const string Json =
        $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"7"},"other":{"N":"1"}}""";

    [Fact]
    public void An_attribute_is_found_by_its_field()
    {
        var item = new Item { [Wallets.UserId] = Wallets.User, [Wallets.Balance] = 7L };

        item[Wallets.Balance].ShouldBe(7L);
        item.Get(Wallets.Balance).ShouldBe(7);
        item.Get(Wallets.UserId).ShouldBe(Wallets.User);
        item.Has(Wallets.Balance).ShouldBeTrue();
        item.Count.ShouldBe(2);
    }

    [Fact]
    public void An_attribute_that_is_not_there_is_named()
    {
        var item = new Item { [Wallets.Balance] = 7L };

        item.Has(Wallets.ChangedAt).ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => item.Get(Wallets.ChangedAt)).Message.ShouldContain("changed_at");
        Should.Throw<KeyNotFoundException>(() => item[Wallets.UserId]).Message.ShouldContain("user_id");
    }

    [Fact]
    public void A_later_value_replaces_an_earlier_one()
    {
        var item = new Item { [Wallets.Balance] = 7L };

        item[Wallets.Balance] = 8L;

        item.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create<Field, object?>(Wallets.Balance, 8L));
    }

    [Fact]
    public void What_was_set_with_another_type_keeps_it_until_it_is_encoded()
    {
        var item = new Item { [Wallets.Balance] = "7" };

        item[Wallets.Balance].ShouldBe("7");
        Should.Throw<InvalidCastException>(() => item.Get(Wallets.Balance));
    }

    [Fact]
    public void A_decoded_item_has_the_declared_attributes_in_their_fields_types()
    {
        var item = Wallets.Schema.DecodeItem(Encoding.UTF8.GetBytes(Json), only: null);

        item.Select(pair => (pair.Key, pair.Value)).ShouldBe([(Wallets.UserId, Wallets.User), (Wallets.Balance, 7L)]);
    }

    [Fact]
    public void A_subset_can_be_decoded_alone()
    {
        var item = Wallets.Schema.DecodeItem(Encoding.UTF8.GetBytes(Json), only: [Wallets.Balance, Wallets.ChangedAt]);

        item.Count.ShouldBe(1);
        item.Get(Wallets.Balance).ShouldBe(7);
    }

    [Fact]
    public void An_attribute_outside_the_subset_may_hold_anything()
    {
        var item = Wallets.Schema.DecodeItem(
            """{"user_id":{"NULL":true},"balance":{"N":"7"}}"""u8,
            only: [Wallets.Balance]
        );

        item.Get(Wallets.Balance).ShouldBe(7);
    }

    [Fact]
    public void An_attribute_inside_the_subset_must_be_what_it_should_be()
    {
        var error = Should.Throw<ItemDecodeException>(() =>
            Wallets.Schema.DecodeItem("""{"balance":{"NULL":true}}"""u8, only: [Wallets.Balance])
        );

        (error.Table, error.Field, error.Expected, error.Found).ShouldBe(
            ("wallets", "balance", "a 64-bit integer as N", """{"NULL":true}""")
        );
    }

    [Fact]
    public void What_was_decoded_can_be_encoded_again()
    {
        var item = Wallets.Schema.DecodeItem(Encoding.UTF8.GetBytes(Json), only: [Wallets.Balance]);

        Encoding.UTF8.GetString(Wallets.Schema.Encode(item)).ShouldBe("""{"balance":{"N":"7"}}""");
    }
}
