using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Declaration;

public sealed class IndexDeclarationTests
{
    private static readonly Field<Guid> Id = Field.Of("id", Codec.Uuid);
    private static readonly Field<long> Number = Field.Of("number", Codec.Int64);
    private static readonly Field<DateTimeOffset> At = Field.Of("at", Codec.Timestamp);
    private static readonly Field<long> Undeclared = Field.Of("undeclared", Codec.Int64);

    [Fact]
    public void A_local_index_needs_a_range_key_in_the_table()
    {
        var error = Refused(() => Declare(local: [Local("by_time", At)], key: KeySchema.Hash(Id)));

        (error.Field, error.Expected, error.Found).ShouldBe(
            ("id", "a range field beside it, because the table has local indexes", "none")
        );
    }

    [Fact]
    public void Indexes_up_to_DynamoDBs_limits_are_taken()
    {
        var schema = Declare(
            local: [.. Names(5).Select(name => Local(name, At))],
            global: [.. Names(20, "g").Select(name => Global(name))]
        );

        (schema.LocalIndexes.Count, schema.GlobalIndexes.Count).ShouldBe((5, 20));
    }

    [Fact]
    public void More_indexes_than_DynamoDB_takes_are_refused()
    {
        var local = Refused(() => Declare(local: [.. Names(6).Select(name => Local(name, At))]));
        var global = Refused(() => Declare(global: [.. Names(21).Select(name => Global(name))]));

        (local.Expected, local.Found).ShouldBe(("at most 5 local indexes", "6"));
        (global.Expected, global.Found).ShouldBe(("at most 20 global indexes", "21"));
    }

    [Fact]
    public void A_key_of_an_index_must_be_declared()
    {
        var local = Refused(() => Declare(local: [Local("by_time", Undeclared)]));
        var hash = Refused(() => Declare(global: [Global("by_number", key: KeySchema.Hash(Undeclared))]));
        var range = Refused(() =>
            Declare(global: [Global("by_number", key: KeySchema.HashAndRange(Number, Undeclared))])
        );

        (local.Field, local.Expected).ShouldBe(
            ("undeclared", "to be among the declared fields, because the local index 'by_time' names it")
        );
        (hash.Field, hash.Expected).ShouldBe(
            ("undeclared", "to be among the declared fields, because the global index 'by_number' names it")
        );
        (range.Field, range.Expected).ShouldBe((hash.Field, hash.Expected));
    }

    [Fact]
    public void One_field_cannot_be_both_keys_of_an_index()
    {
        var local = Refused(() => Declare(local: [Local("by_id", Id)]));
        var global = Refused(() => Declare(global: [Global("by_number", key: KeySchema.HashAndRange(Number, Number))]));

        (local.Field, local.Expected).ShouldBe(
            ("id", "a range field other than its hash field in the local index 'by_id'")
        );
        (global.Field, global.Expected).ShouldBe(
            ("number", "a range field other than its hash field in the global index 'by_number'")
        );
    }

    [Fact]
    public void An_index_key_that_is_declared_below_its_schema_is_explained() =>
        Should
            .Throw<TableDeclarationException>(() => Declare(local: [Local("by_time", null!)]))
            .Found.ShouldBe("a null for one of them");

    [Theory]
    [InlineData("ab")]
    [InlineData("by time")]
    [InlineData("")]
    public void A_name_of_an_index_that_DynamoDB_refuses_is_refused(string name)
    {
        var local = Refused(() => Declare(local: [Local(name, At)]));
        var global = Refused(() => Declare(global: [Global(name)]));

        local.Expected.ShouldNotBeNull().ShouldStartWith("an index name of 3 to 255 characters");
        (global.Expected, global.Found).ShouldBe((local.Expected, $"'{name}'"));
    }

    [Fact]
    public void Two_indexes_cannot_have_one_name_of_whatever_kind_they_are()
    {
        const string Expected = "index 'twice' to have a name of its own";

        Refused(() => Declare(local: [Local("twice", At), Local("twice", At)])).Expected.ShouldBe(Expected);
        Refused(() => Declare(global: [Global("twice"), Global("twice")])).Expected.ShouldBe(Expected);
        Refused(() => Declare(local: [Local("twice", At)], global: [Global("twice")])).Expected.ShouldBe(Expected);
    }

    [Fact]
    public void An_index_that_includes_nothing_is_refused()
    {
        Refused(() => Declare(global: [Global("by_number", projection: Projection.Include())]))
            .Expected.ShouldBe("index 'by_number' to include at least one field");
        Refused(() => Declare(local: [new("by_time", At, Projection.Include())]))
            .Expected.ShouldBe("index 'by_time' to include at least one field");
    }

    [Fact]
    public void An_included_field_must_be_declared()
    {
        var error = Refused(() =>
            Declare(global: [Global("by_number", projection: Projection.Include(At, Undeclared))])
        );

        (error.Field, error.Expected).ShouldBe(
            ("undeclared", "to be among the declared fields, because the index 'by_number' names it")
        );
    }

    [Fact]
    public void A_table_and_its_indexes_are_billed_alike()
    {
        const string Expected = "index 'by_number' to be provisioned or on demand as the table is";

        Refused(() => Declare(global: [Global("by_number", throughput: new Throughput(1, 1))]))
            .Expected.ShouldBe(Expected);
        Refused(() => Declare(global: [Global("by_number")], throughput: new Throughput(1, 1)))
            .Expected.ShouldBe(Expected);
        Declare(global: [Global("by_number", throughput: new Throughput(1, 1))], throughput: new Throughput(1, 1))
            .GlobalIndexes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Throughput_of_an_index_below_1_is_refused(long readUnits, long writeUnits)
    {
        var error = Refused(() =>
            Declare(
                global: [Global("by_number", throughput: new Throughput(readUnits, writeUnits))],
                throughput: new Throughput(1, 1)
            )
        );

        (error.Expected, error.Found).ShouldBe(
            ("a throughput for index 'by_number' of at least 1 read and 1 write unit", $"{readUnits} and {writeUnits}")
        );
    }

    private static TableDeclarationException Refused(Action declare)
    {
        var error = Should.Throw<TableDeclarationException>(declare);
        error.Table.ShouldBe("tables");
        return error;
    }

    private static IEnumerable<string> Names(int count, string prefix = "l") =>
        Enumerable.Range(0, count).Select(i => $"{prefix}_index_{i}");

    private static LocalSecondaryIndex Local(string name, Field range) => new(name, range, Projection.All);

    private static GlobalSecondaryIndex Global(
        string name,
        KeySchema? key = null,
        Projection? projection = null,
        Throughput? throughput = null
    ) => new(name, key ?? KeySchema.Hash(Number), projection ?? Projection.KeysOnly, throughput);

    private static TableSchema<Wallet> Declare(
        IReadOnlyList<LocalSecondaryIndex>? local = null,
        IReadOnlyList<GlobalSecondaryIndex>? global = null,
        KeySchema? key = null,
        Throughput? throughput = null
    ) =>
        new(
            "tables",
            key ?? KeySchema.HashAndRange(Id, Number),
            [Id, Number, At],
            _ => new Wallet(default, 0),
            (_, _) => { },
            null,
            throughput,
            local,
            global
        );
}
