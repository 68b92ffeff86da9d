using System.Text;
using TypedTables.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class RecordCodecTests
{
    private static readonly Codec<Note> Codec = TypedTables.Codec.Record(Notes.Schema);

    [Fact]
    public void A_record_is_written_as_a_map()
    {
        var note = new Note("hello", null, new Note("hi"));
        const string Json =
            """{"M":{"text":{"S":"hello"},"author":{"NULL":true},"inner":{"M":{"answer":{"S":"hi"}}}}}""";

        Codec.Text(note).ShouldBe(Json);
        Codec.Value(Json).ShouldBe(note);
        (Codec.Type, Codec.Expected).ShouldBe((AttributeType.M, "a Note as M"));
    }

    [Fact]
    public void What_a_record_does_not_declare_is_ignored() =>
        Codec
            .Value(
                """{"M":{"more":{"L":[]},"author":{"S":"me"},"text":{"S":"hello"},"x":{"M":{"text":{"S":"deep"}}}}}"""
            )
            .ShouldBe(new Note("hello", "me"));

    [Theory]
    [InlineData("""{"M":[]}""")]
    [InlineData("""{"M":null}""")]
    [InlineData("""{"M":"text"}""")]
    [InlineData("""{"S":"text"}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"M":{"text":{"S":"hello"},"author":{"NULL":true}},"S":"x"}""")]
    [InlineData("{}")]
    public void What_is_no_map_is_refused(string json) => Codec.Refuses(json).ShouldBeTrue();

    [Theory]
    [InlineData("""{"text":{"N":"5"},"author":{"NULL":true}}""", "note.text", "a string as S", """{"N":"5"}""")]
    [InlineData("""{"author":{"NULL":true}}""", "note.text", "a string as S", "nothing: the attribute is missing")]
    [InlineData("""{"text":{"S":"a"},"author":{"N":"5"}}""", "note.author", "a string as S, or NULL", """{"N":"5"}""")]
    [InlineData(
        """{"text":{"S":"a"},"author":{"NULL":true},"inner":{"M":{"answer":{"N":"5"}}}}""",
        "note.inner.answer",
        "a string as S",
        """{"N":"5"}"""
    )]
    [InlineData(
        """{"text":{"S":"a"},"author":{"NULL":true},"inner":{"N":"5"}}""",
        "note.inner",
        "a Note as M, or NULL",
        """{"N":"5"}"""
    )]
    public void An_error_of_decoding_names_the_way_to_the_field(string map, string field, string expected, string found)
    {
        var json = Encoding.UTF8.GetBytes($$$"""{"id":{"S":"p1"},"note":{"M":{{{map}}}}}""");

        var typed = Should.Throw<ItemDecodeException>(() => Papers.Schema.Decode(json));
        var untyped = Should.Throw<ItemDecodeException>(() => Papers.Schema.DecodeItem(json));

        (typed.Table, typed.Field, typed.Expected, typed.Found).ShouldBe(("papers", field, expected, found));
        untyped.Message.ShouldBe(typed.Message);
    }

    [Fact]
    public void An_error_of_encoding_names_the_way_to_the_field()
    {
        var direct = Should.Throw<ItemEncodeException>(() => Papers.Schema.Encode(new Paper("p1", new Note(null!))));
        var deeper = Should.Throw<ItemEncodeException>(() =>
            Papers.Schema.Encode(new Paper("p1", new Note("a", null, new Note(null!))))
        );
        var untyped = Should.Throw<ItemEncodeException>(() =>
            Papers.Schema.Encode(new Item { [Papers.Note] = new Note("a", Words: new HashSet<string>()) })
        );

        (direct.Table, direct.Field, direct.Expected).ShouldBe(("papers", "note.text", "a string as S"));
        (deeper.Table, deeper.Field, deeper.Expected).ShouldBe(("papers", "note.inner.answer", "a string as S"));
        (untyped.Table, untyped.Field).ShouldBe(("papers", "note.words"));
        untyped.Found!.ShouldStartWith("an empty set");
    }

    [Fact]
    public void A_field_that_the_record_does_not_declare_is_refused()
    {
        var schema = new RecordSchema<Note>(
            "bad",
            [Notes.Text],
            item => new Note(item.Get(Notes.Answer)),
            (note, item) => item.Set(Notes.Answer, note.Text)
        );
        var field = Field.Of("note", TypedTables.Codec.Record(schema));
        var table = new TableSchema<Note>(
            "notes",
            KeySchema.Hash(Papers.Id),
            [Papers.Id, field],
            item => item.Get(field),
            (note, item) => item.Set(field, note)
        );

        var encode = Should.Throw<ItemEncodeException>(() => table.Encode(new Note("a")));
        var decode = Should.Throw<ItemDecodeException>(() => table.Decode("""{"note":{"M":{}}}"""u8));

        (encode.Table, encode.Field, encode.Expected).ShouldBe(
            ("notes", "note.answer", "a place among the declared fields")
        );
        (decode.Table, decode.Field, decode.Expected).ShouldBe(
            ("notes", "note.answer", "to be a field that this table declares")
        );
    }

    [Fact]
    public void A_record_in_a_list_is_named_by_the_list()
    {
        var notes = Field.Of("notes", TypedTables.Codec.List(Codec));
        var table = new TableSchema<Paper>(
            "lists",
            KeySchema.Hash(Papers.Id),
            [Papers.Id, notes],
            item => new Paper("", item.Get(notes)[0]),
            (_, _) => { }
        );

        Should
            .Throw<ItemDecodeException>(() => table.Decode("""{"notes":{"L":[{"M":{}}]}}"""u8))
            .Field.ShouldBe("notes.text");
    }

    [Fact]
    public void A_record_that_is_null_is_not_sent() =>
        Should
            .Throw<ItemEncodeException>(() =>
                JsonBuffer.ToArray(json => Field.Of("field", Codec).Write("things", json, null!))
            )
            .Field.ShouldBe("field");
}
