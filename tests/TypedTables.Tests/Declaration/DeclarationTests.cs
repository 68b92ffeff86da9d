using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Declaration;

public sealed class DeclarationTests
{
    private static readonly Field<Guid> Id = Field.Of("id", Codec.Uuid);
    private static readonly Field<long> Number = Field.Of("number", Codec.Int64);

    // What a static field declared below its schema is while the schema is made.
    private static readonly Field<long> DeclaredTooLate = null!;

    [Fact]
    public void A_sound_declaration_is_kept_as_it_was_made()
    {
        Ledger.Schema.Name.ShouldBe("ledger");
        Ledger.Schema.Key.ShouldBe(KeySchema.HashAndRange(Ledger.WalletId, Ledger.Sequence));
        Ledger.Schema.Fields.ShouldBe([Ledger.WalletId, Ledger.Sequence, Ledger.At, Ledger.OperationId, Ledger.Size]);
        Ledger.Schema.Throughput.ShouldBe(new Throughput(2, 3));
        Ledger.Schema.Region.ShouldBeNull();
        (Ledger.Schema.LocalIndexes.Count, Ledger.Schema.GlobalIndexes.Count).ShouldBe((1, 1));
    }

    [Fact]
    public void A_list_that_is_changed_later_does_not_change_the_declaration()
    {
        List<Field> fields = [Id];
        var schema = Declare(fields: fields);

        fields.Add(Number);

        schema.Fields.ShouldBe([Id]);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("A-z_0.9")]
    public void A_name_that_DynamoDB_takes_is_taken(string name) => Declare(name: name).Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("a b c")]
    [InlineData("wallets/1")]
    [InlineData("börse")]
    [InlineData("wallets\n")]
    public void A_name_that_DynamoDB_refuses_is_refused(string name)
    {
        var error = Should.Throw<TableDeclarationException>(() => Declare(name: name));

        error.Code.ShouldBe("TableDeclarationError");
        error.Table.ShouldBe(name);
        error.Expected.ShouldNotBeNull().ShouldStartWith("a table name of 3 to 255 characters");
        error.Found.ShouldBe($"'{name}'");
    }

    [Fact]
    public void A_name_may_have_255_characters_and_no_more()
    {
        Declare(name: new string('a', 255)).Name.Length.ShouldBe(255);
        Should.Throw<TableDeclarationException>(() => Declare(name: new string('a', 256)));
        Should
            .Throw<TableDeclarationException>(() => Declare(name: null!))
            .Expected.ShouldNotBeNull()
            .ShouldStartWith("a table name");
    }

    [Fact]
    public void A_key_that_is_not_among_the_fields_is_refused()
    {
        Refused(
            () => Declare(key: KeySchema.Hash(Number), fields: [Id]),
            "number",
            "to be among the declared fields, because the key names it"
        );
        Refused(
            () => Declare(key: KeySchema.HashAndRange(Id, Number), fields: [Id]),
            "number",
            "to be among the declared fields, because the key names it"
        );
    }

    [Fact]
    public void One_field_cannot_be_both_keys() =>
        Refused(
            () => Declare(key: KeySchema.HashAndRange(Id, Id)),
            "id",
            "a range field other than its hash field in the key"
        );

    [Fact]
    public void Two_fields_cannot_have_one_name()
    {
        Refused(() => Declare(fields: [Id, Number, Field.Of("number", Codec.Int64)]), "number", "a name of its own");
        Refused(() => Declare(fields: [Id, Id]), "id", "a name of its own");
        Declare(fields: [Id, Number, Field.Of("Number", Codec.Int64)]).Fields.Count.ShouldBe(3);
    }

    [Fact]
    public void A_field_that_is_declared_below_its_schema_is_explained()
    {
        var amongFields = Should.Throw<TableDeclarationException>(() => Declare(fields: [Id, DeclaredTooLate]));
        var asHash = Should.Throw<TableDeclarationException>(() => KeySchema.Hash(DeclaredTooLate));
        var asRange = Should.Throw<TableDeclarationException>(() => KeySchema.HashAndRange(Id, DeclaredTooLate));

        amongFields.Message.ShouldBe(
            "TableDeclarationError in table 'tables': the declaration needs fields that are declared above the schema "
                + "that lists them, but has a null among its fields."
        );
        asHash.Expected.ShouldBe("key fields that are declared above the schema that names them");
        asRange.Expected.ShouldBe(asHash.Expected);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 5)]
    public void Throughput_below_1_is_refused(long readUnits, long writeUnits)
    {
        var error = Should.Throw<TableDeclarationException>(() =>
            Declare(throughput: new Throughput(readUnits, writeUnits))
        );

        (error.Table, error.Expected, error.Found).ShouldBe(
            ("tables", "a throughput of at least 1 read and 1 write unit", $"{readUnits} and {writeUnits}")
        );
    }

    [Fact]
    public void A_declaration_without_its_two_functions_is_refused()
    {
        var withoutRead = Should.Throw<ArgumentNullException>(() =>
            new TableSchema<Wallet>("tables", KeySchema.Hash(Id), [Id], null!, (_, _) => { })
        );
        var withoutWrite = Should.Throw<ArgumentNullException>(() =>
            new TableSchema<Wallet>("tables", KeySchema.Hash(Id), [Id], _ => new Wallet(default, 0), null!)
        );

        (withoutRead.ParamName, withoutWrite.ParamName).ShouldBe(("read", "write"));
    }

    private static void Refused(Action declare, string field, string expected)
    {
        var error = Should.Throw<TableDeclarationException>(declare);
        (error.Table, error.Field, error.Expected).ShouldBe(("tables", field, expected));
    }

    private static TableSchema<Wallet> Declare(
        string name = "tables",
        KeySchema? key = null,
        IReadOnlyList<Field>? fields = null,
        Throughput? throughput = null
    ) =>
        new(
            name,
            key ?? KeySchema.Hash(Id),
            fields ?? [Id, Number],
            _ => new Wallet(default, 0),
            (_, _) => { },
            throughput: throughput
        );
}
