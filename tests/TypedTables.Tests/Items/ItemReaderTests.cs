using System.Text;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Items;

public sealed class ItemReaderTests
{
    private const string User = $$$""" "user_id":{"S":"{{{Wallets.UserText}}}"} """;

    [Fact]
    public void Attributes_that_are_not_declared_are_ignored_whatever_they_hold()
    {
        var json = $$$"""
            {
              "first": {"M": {"balance": {"N": "1"},
                "deep": {"L": [{"M": {"user_id": {"S": "x"} } }, {"NULL": true}]} } },
              {{{User}}},
              "list": {"L": [{"N": "1"}, {"SS": ["balance"]}, {"BS": ["AA=="]}]},
              "Balance": {"S": "names are case-sensitive"},
              "balance ": {"BOOL": true},
              "balance": {"N": "7"},
              "last": {"B": "AA=="}
            }
            """;

        Decode(json).ShouldBe(new Wallet(Wallets.User, 7));
    }

    [Fact]
    public void The_order_of_the_attributes_does_not_matter() =>
        Decode($$$"""{"balance":{"N":"7"},{{{User}}}}""").ShouldBe(new Wallet(Wallets.User, 7));

    [Fact]
    public void A_declared_name_is_found_although_it_is_escaped() =>
        Decode($$$"""{ {{{User}}} ,"\u0062alan\u0063e":{"N":"7"}}""").Balance.ShouldBe(7);

    [Theory]
    [InlineData("")]
    [InlineData(""","Balance":{"N":"7"}""")]
    [InlineData(""","outer":{"M":{"balance":{"N":"7"}}}""")]
    public void A_required_attribute_that_is_missing_is_named(string rest)
    {
        var error = Should.Throw<ItemDecodeException>(() => Decode($$$"""{ {{{User}}} {{{rest}}} }"""));

        error.Code.ShouldBe("ItemDecodeError");
        error.Table.ShouldBe("wallets");
        error.Field.ShouldBe("balance");
        error.Expected.ShouldBe("a 64-bit integer as N");
        error.Found.ShouldNotBeNull().ShouldContain("missing");
        error.IsRetryable.ShouldBeFalse();
    }

    [Fact]
    public void An_empty_item_lacks_its_first_field() =>
        Should.Throw<ItemDecodeException>(() => Decode("{}")).Field.ShouldBe("user_id");

    [Theory]
    [InlineData("""{"S":"7"}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"N":"7.5"}""")]
    [InlineData("""{"L":[{"N":"7"}]}""")]
    [InlineData("null")]
    [InlineData("7")]
    public void An_attribute_of_another_kind_is_refused_and_shown(string found)
    {
        var error = Should.Throw<ItemDecodeException>(() => Decode($$$"""{ {{{User}}} ,"balance":{{{found}}}}"""));

        (error.Table, error.Field, error.Found).ShouldBe(("wallets", "balance", found));
        error.Message.ShouldBe(
            $"ItemDecodeError in table 'wallets', item user_id = '{Wallets.UserText}': field 'balance' should hold a "
            + $"64-bit integer as N, but holds {found}. Correct the stored item, or the declaration.");
    }

    [Fact]
    public void What_is_shown_is_cut_to_100_characters()
    {
        var found = $$"""{"S":"{{new string('x', 200)}}"}""";

        var error = Should.Throw<ItemDecodeException>(() => Decode($$$"""{ {{{User}}} ,"balance":{{{found}}}}"""));

        error.Found.ShouldBe(found[..99] + "…");
        error.Message.ShouldNotContain(found[..100]);
    }

    [Fact]
    public void What_has_just_100_characters_is_shown_whole()
    {
        var found = $$"""{"S":"{{new string('x', 92)}}"}""";

        Should
            .Throw<ItemDecodeException>(() => Decode($$$"""{ {{{User}}} ,"balance":{{{found}}}}"""))
            .Found.ShouldBe(found);
    }

    [Theory]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"S":""}""")]
    public void An_optional_attribute_that_is_there_must_be_what_it_should_be(string found)
    {
        var error = Should.Throw<ItemDecodeException>(() =>
            Decode($$$"""{ {{{User}}} ,"balance":{"N":"7"},"changed_at":{{{found}}}}""")
        );

        (error.Field, error.Found).ShouldBe(("changed_at", found));
    }

    [Fact]
    public void An_item_says_whether_it_has_an_attribute_whatever_it_holds()
    {
        var schema = SchemaThatReads(item =>
            $"{item.Has(Wallets.Balance)} {item.Has(Wallets.ChangedAt)} {item.TryGet(Wallets.ChangedAt, out _)}"
        );

        schema.Decode("""{"balance":{"NULL":true}}"""u8).ShouldBe("True False False");
    }

    [Fact]
    public void A_field_that_the_table_does_not_declare_cannot_be_read()
    {
        var schema = SchemaThatReads(item => item.Has(Ledger.Size) ? "there" : "absent");

        var error = Should.Throw<ItemDecodeException>(() => schema.Decode("""{"size":{"N":"1"}}"""u8));

        (error.Table, error.Field, error.Found).ShouldBe(("wallets", "size", "no such declaration"));
    }

    private static TableSchema<string> SchemaThatReads(ReadItem<string> read) =>
        new("wallets", Wallets.Schema.Key, Wallets.Schema.Fields, read, (_, _) => { });

    private static Wallet Decode(string json) => Wallets.Schema.Decode(Encoding.UTF8.GetBytes(json));
}
