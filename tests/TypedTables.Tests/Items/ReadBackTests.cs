using System.Text;
using TypedTables.Tests.Parts;
using static TypedTables.Tests.Parts.Wallets;

namespace TypedTables.Tests.Items;

public sealed class ReadBackTests
{
    private static readonly Field<string> Text = Field.Of("text", Codec.String);
    private static readonly Field<string> Author = Field.Of("author", Codec.String);

    [Fact]
    public void A_field_that_read_gets_and_write_forgets_is_named_before_anything_is_stored()
    {
        var schema = ForgetfulTable(item => new Wallet(item.Get(UserId), item.Get(Balance)));

        for (var times = 0; times < 2; times++)
        {
            var error = Should.Throw<ItemEncodeException>(() => schema.Encode(new Wallet(User, 1)));

            error.Message.ShouldBe(
                "ItemEncodeError in table 'wallets': field 'balance' takes a 64-bit integer as N, because read "
                + "gets it, but was given nothing. Set it in write, or read it by Find or TryGet.");
            (error.Table, error.Field).ShouldBe(("wallets", "balance"));
        }
    }

    [Fact]
    public void A_field_that_some_items_lack_is_named_where_it_is_lacking()
    {
        var schema = new TableSchema<Wallet>(
            "wallets",
            KeySchema.Hash(UserId),
            [UserId, Balance],
            item => new Wallet(item.Get(UserId), item.Get(Balance)),
            (wallet, item) =>
            {
                item.Set(UserId, wallet.UserId);
                if (wallet.Balance != 0)
                    item.Set(Balance, wallet.Balance);
            });

        schema.Encode(new Wallet(User, 1));
        Should.Throw<ItemEncodeException>(() => schema.Encode(new Wallet(User, 0))).Field.ShouldBe("balance");
        schema.Encode(new Wallet(User, 2));
    }

    [Fact]
    public void What_an_item_may_lack_is_looked_at_once()
    {
        var reads = 0;
        var schema = ForgetfulTable(item =>
        {
            reads++;
            return new Wallet(item.Get(UserId), item.Find(Balance) ?? 0);
        });

        for (var times = 0; times < 3; times++)
            Encoding.UTF8.GetString(schema.Encode(new Wallet(User, 1))).ShouldNotContain("balance");

        reads.ShouldBe(1);
    }

    [Fact]
    public void Another_objection_of_read_s_is_no_reason_not_to_write()
    {
        var schema = ForgetfulTable(_ => throw new NotSupportedException("This program only writes."));

        Encoding.UTF8.GetString(schema.Encode(new Wallet(User, 1))).ShouldContain(UserText);
    }

    [Fact]
    public void A_record_s_forgotten_field_is_named_with_the_way_to_it()
    {
        var note = new RecordSchema<Note>(
            "note",
            [Text, Author],
            item => new Note(item.Get(Text), item.Get(Author)),
            (note, item) => item.Set(Text, note.Text));
        var noteField = Field.Of("note", Codec.Record(note));
        var schema = new TableSchema<Entry>(
            "entries",
            KeySchema.Hash(Text),
            [Text, noteField],
            item => new Entry(item.Get(Text), item.Get(noteField)),
            (entry, item) =>
            {
                item.Set(Text, entry.Text);
                item.Set(noteField, entry.Note);
            });

        var error = Should.Throw<ItemEncodeException>(() => schema.Encode(new Entry("a", new Note("b", "c"))));

        (error.Table, error.Field).ShouldBe(("entries", "note.author"));
        error.Message.ShouldContain("because read gets it");
    }

    /// <summary>A table whose write forgets the balance.</summary>
    private static TableSchema<Wallet> ForgetfulTable(ReadItem<Wallet> read) => new(
        "wallets",
        KeySchema.Hash(UserId),
        [UserId, Balance],
        read,
        (wallet, item) => item.Set(UserId, wallet.UserId));

    private sealed record Note(string Text, string Author);

    private sealed record Entry(string Text, Note Note);
}
