using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Declaration;

public sealed class FieldSetTests
{
    private static readonly Field<string> Id = Field.Of("id", Codec.String);

    // What a static field declared below its schema is while the schema is made.
    private static readonly Field<string> DeclaredTooLate = null!;

    public static TheoryData<Field> NoKeys =>
    [
        Field.Of("id", Codec.Boolean),
        Field.Of("id", Codec.StringSet),
        Field.Of("id", Codec.Int64Set),
        Field.Of("id", Codec.BinarySet),
        Field.Of("id", Codec.List(Codec.String)),
        Field.Of("id", Codec.Map(Codec.String)),
        Field.Of("id", Codec.Record(Notes.Schema)),
    ];

    public static TheoryData<Field> Keys =>
        [
            Field.Of("id", Codec.String),
            Field.Of("id", Codec.Number),
            Field.Of("id", Codec.Binary),
            Field.Of("id", Codec.Enum<Kind>()),
        ];

    [Theory]
    [MemberData(nameof(NoKeys))]
    public void A_key_must_be_a_text_a_number_or_bytes(Field field)
    {
        var hash = Should.Throw<TableDeclarationException>(() => Declare([field], KeySchema.Hash(field)));
        var range = Should.Throw<TableDeclarationException>(() =>
            Declare([Papers.Version, field], KeySchema.HashAndRange(Papers.Version, field))
        );
        var global = Should.Throw<TableDeclarationException>(() =>
            Declare(
                [Papers.Version, field],
                KeySchema.Hash(Papers.Version),
                index: new("by_it", KeySchema.Hash(field), Projection.All)
            )
        );

        (hash.Table, hash.Field, hash.Expected, hash.Found).ShouldBe(
            ("tables", "id", "a type of S, N or B, because the key names it", field.Type.ToString())
        );
        (range.Field, range.Expected).ShouldBe((hash.Field, hash.Expected));
        (global.Field, global.Expected).ShouldBe(
            ("id", "a type of S, N or B, because the global index 'by_it' names it")
        );
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_text_a_number_or_bytes_may_be_a_key(Field field) =>
        Declare([field], KeySchema.Hash(field)).Key.HashField.ShouldBeSameAs(field);

    [Fact]
    public void The_time_to_live_must_be_declared()
    {
        var error = Should.Throw<TableDeclarationException>(() => Declare([Id], KeySchema.Hash(Id), Papers.ExpiresAt));

        (error.Table, error.Field, error.Expected).ShouldBe(
            ("tables", "expires_at", "to be among the declared fields, because the time to live names it")
        );
    }

    [Fact]
    public void The_time_to_live_must_be_a_number()
    {
        var error = Should.Throw<TableDeclarationException>(() =>
            Declare([Id, Wallets.ChangedAt], KeySchema.Hash(Id), Wallets.ChangedAt)
        );

        (error.Table, error.Field, error.Found).ShouldBe(("tables", "changed_at", "S"));
        error.Expected.ShouldBe("to be stored as epoch seconds (Codec.EpochSeconds), because it is the time to live");
        Declare([Id, Papers.ExpiresAt], KeySchema.Hash(Id), Papers.ExpiresAt)
            .TimeToLive.ShouldBeSameAs(Papers.ExpiresAt);
    }

    [Fact]
    public void A_record_declares_its_fields_as_a_table_does()
    {
        var twice = Should.Throw<TableDeclarationException>(() => Record([Id, Field.Of("id", Codec.Int64)]));
        var late = Should.Throw<TableDeclarationException>(() => Record([Id, DeclaredTooLate]));

        twice.Message.ShouldBe(
            "TableDeclarationError in table 'record': field 'id' needs a name of its own, but has the name of another "
                + "field of this table."
        );
        late.Found.ShouldBe("a null among its fields");
        Should.Throw<ArgumentNullException>(() => Record(null!)).ParamName.ShouldBe("fields");
        Should
            .Throw<ArgumentNullException>(() => new RecordSchema<Note>("record", [Id], null!, (_, _) => { }))
            .ParamName.ShouldBe("read");
        Should
            .Throw<ArgumentNullException>(() => new RecordSchema<Note>("record", [Id], _ => new Note(""), null!))
            .ParamName.ShouldBe("write");
        Record([Id]).Name.ShouldBe("record");
        Record([Id]).Fields.ShouldBe([Id]);
    }

    private static RecordSchema<Note> Record(IReadOnlyList<Field> fields) =>
        new("record", fields, _ => new Note(""), (_, _) => { });

    private static TableSchema<Paper> Declare(
        IReadOnlyList<Field> fields,
        KeySchema key,
        Field<DateTimeOffset>? timeToLive = null,
        GlobalSecondaryIndex? index = null
    ) =>
        new(
            "tables",
            key,
            fields,
            _ => new Paper(""),
            (_, _) => { },
            globalIndexes: index is null ? [] : [index],
            timeToLive: timeToLive
        );
}
