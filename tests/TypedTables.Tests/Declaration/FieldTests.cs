using System.Text;
using System.Text.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Declaration;

public sealed class FieldTests
{
    [Theory]
    [InlineData(255, "a")]
    [InlineData(127, "ä")]
    public void A_name_of_up_to_255_bytes_is_fine(int times, string character)
    {
        var name = string.Concat(Enumerable.Repeat(character, times));

        Field.Of(name, Codec.Int64).Name.ShouldBe(name);
    }

    [Theory]
    [InlineData(256, "a")]
    [InlineData(128, "ä")]
    public void A_longer_name_is_refused_counting_bytes(int times, string character)
    {
        var name = string.Concat(Enumerable.Repeat(character, times));

        var error = Should.Throw<TableDeclarationException>(() => Field.Of(name, Codec.Int64));

        error.Field.ShouldBe(name);
        error.Expected.ShouldBe("an attribute name of at most 255 bytes in UTF-8");
        error.Found.ShouldStartWith(character);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_field_without_a_name_is_refused(string? name) =>
        Should.Throw<ArgumentException>(() => Field.Of(name!, Codec.Int64));

    [Fact]
    public void A_field_says_what_it_is()
    {
        (Wallets.UserId.Name, Wallets.UserId.Type, Wallets.UserId.ToString()).ShouldBe(
            ("user_id", AttributeType.S, "user_id")
        );
        (Wallets.Balance.Name, Wallets.Balance.Type).ShouldBe(("balance", AttributeType.N));
        (Wallets.ChangedAt.Name, Wallets.ChangedAt.Type).ShouldBe(("changed_at", AttributeType.S));
    }

    [Fact]
    public void A_field_of_a_type_of_the_callers_own_is_encoded_and_decoded_with_the_rest()
    {
        var day = Field.Of("day", new DayCodec());
        var schema = new TableSchema<Wallet>(
            "days",
            KeySchema.Hash(Wallets.UserId),
            [Wallets.UserId, day],
            item => new Wallet(item.Get(Wallets.UserId), (long)item.Get(day)),
            (_, _) => { }
        );

        var encoded = schema.Encode(new Item { [day] = DayOfWeek.Friday });
        var decoded = schema.Decode(
            Encoding.UTF8.GetBytes($$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"day":{"S":"Tuesday"}}""")
        );

        Encoding.UTF8.GetString(encoded).ShouldBe("""{"day":{"S":"Friday"}}""");
        decoded.Balance.ShouldBe((long)DayOfWeek.Tuesday);
    }

    [Fact]
    public void A_field_of_the_callers_own_takes_no_other_types_unless_it_says_so()
    {
        var day = Field.Of("day", new DayCodec());
        var schema = new TableSchema<Wallet>(
            "days",
            KeySchema.Hash(Wallets.UserId),
            [Wallets.UserId, day],
            _ => new Wallet(default, 0),
            (_, _) => { }
        );

        var error = Should.Throw<ItemEncodeException>(() => schema.Encode(new Item { [day] = 5 }));

        error.Message.ShouldBe("ItemEncodeError in table 'days': field 'day' takes a day, but was given Int32 '5'.");
    }

    private sealed class DayCodec() : Codec<DayOfWeek>(AttributeType.S, "a day")
    {
        public override void Write(Utf8JsonWriter writer, DayOfWeek value)
        {
            writer.WriteStartObject();
            writer.WriteString("S", value.ToString());
            writer.WriteEndObject();
        }

        public override bool TryRead(ref Utf8JsonReader reader, out DayOfWeek value)
        {
            value = default;
            return reader.Read()
                && reader.ValueTextEquals("S")
                && reader.Read()
                && Enum.TryParse(reader.GetString(), out value)
                && reader.Read();
        }
    }
}
