using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SystemTests.Parts;
using TypedTables;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class ManagementTests(Engines engines)
{
    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_fresh_table_is_as_declared_and_lacks_nothing(string engine)
    {
        using var client = engines.Client(engine);

        await VerifyFreshAsync(client.Table(SeedTable.Schema));
        await VerifyFreshAsync(client.Table(LedgerTable.Schema));
        await VerifyFreshAsync(client.Table(KitchenTable.Schema));

        static async Task VerifyFreshAsync<T>(Table<T> table)
            where T : class
        {
            await table.EnsureCreatedAsync();
            (await table.VerifyAsync()).ShouldBeEmpty();
            (await table.AddMissingAsync()).ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Many_that_create_a_table_with_time_to_live_at_once_all_succeed(string engine)
    {
        var prefix = $"t{Guid.NewGuid():N}_";
        var clients = Enumerable.Range(0, 5).Select(_ => engines.Client(engine, prefix)).ToList();

        await Task.WhenAll(clients.Select(client => client.Table(KitchenTable.Schema).EnsureCreatedAsync()));

        (await clients[0].Table(KitchenTable.Schema).VerifyAsync()).ShouldBeEmpty();
        clients.ForEach(client => client.Dispose());
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Every_difference_is_named(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(KitchenTable.Schema);
        using var plain = engines.PlainClient(engine);
        await plain.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = table.Name,
                KeySchema = [new("owner", KeyType.HASH), new("at", KeyType.RANGE)],
                AttributeDefinitions =
                [
                    new("owner", ScalarAttributeType.B),
                    new("at", ScalarAttributeType.S),
                    new("place", ScalarAttributeType.S),
                    new("state", ScalarAttributeType.N),
                ],
                ProvisionedThroughput = new(2, 3),
                LocalSecondaryIndexes =
                [
                    new()
                    {
                        IndexName = "by_place",
                        KeySchema = [new("owner", KeyType.HASH), new("place", KeyType.RANGE)],
                        Projection = new() { ProjectionType = "ALL" },
                    },
                ],
                GlobalSecondaryIndexes =
                [
                    new()
                    {
                        IndexName = "by_state",
                        KeySchema = [new("state", KeyType.HASH)],
                        Projection = new() { ProjectionType = "KEYS_ONLY" },
                        ProvisionedThroughput = new(4, 5),
                    },
                    new()
                    {
                        IndexName = "extra",
                        KeySchema = [new("place", KeyType.HASH)],
                        Projection = new() { ProjectionType = "INCLUDE", NonKeyAttributes = ["text", "count"] },
                        ProvisionedThroughput = new(1, 1),
                    },
                ],
            }
        );
        await plain.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = table.Name,
                TimeToLiveSpecification = new() { AttributeName = "other", Enabled = true },
            }
        );

        var differences = await table.VerifyAsync();

        differences.Select(one => one.ToString()).ShouldBe(
            [
                "key: declared hash owner range place, found hash owner range at",
                "billing: declared on demand, found 2 read and 3 write units",
                "time to live: declared expires, found other",
                "type of 'owner': declared S, found B",
                "type of 'state': declared S, found N",
                "local index 'by_time': declared hash owner range at, ALL, found none",
                "local index 'by_place': declared none, found hash owner range place, ALL",
                "global index 'by_state': declared hash state range day, INCLUDE count text, found hash state, "
                + "KEYS_ONLY",
                "global index 'extra': declared none, found hash place, INCLUDE count text",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task What_is_missing_and_can_be_added_is_added_and_nothing_is_dropped(string engine)
    {
        using var client = engines.Client(engine, region: Engines.QuietRegion);
        var table = client.Table(KitchenTable.Schema);
        using var plain = engines.PlainClient(engine, Engines.QuietRegion);
        await plain.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = table.Name,
                KeySchema = [new("owner", KeyType.HASH), new("place", KeyType.RANGE)],
                AttributeDefinitions = [new("owner", ScalarAttributeType.S), new("place", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
                GlobalSecondaryIndexes =
                [
                    new()
                    {
                        IndexName = "extra",
                        KeySchema = [new("place", KeyType.HASH)],
                        Projection = new() { ProjectionType = "ALL" },
                    },
                ],
            }
        );
        var kitchen = new Kitchen(Guid.NewGuid(), "here") { Text = "early" };
        await table.PutAsync(kitchen);

        (await table.AddMissingAsync()).ShouldBe(["global index 'by_state'", "time to live 'expires'"]);
        (await table.AddMissingAsync()).ShouldBeEmpty();

        (await table.VerifyAsync())
            .Select(one => one.ToString())
            .ShouldBe(
                [
                    "local index 'by_time': declared hash owner range at, ALL, found none",
                    "global index 'extra': declared none, found hash place, ALL",
                ],
                ignoreOrder: true
            );
        (await table.GetAsync(KitchenTable.KeyOf(kitchen)))!.ToString().ShouldBe(kitchen.ToString());
        var found = await table
            .Query(KitchenTable.State, Mood.Calm)
            .On(KitchenTable.ByState)
            .SelectAsync([KitchenTable.Text])
            .ToListAsync();
        found.ShouldHaveSingleItem().Get(KitchenTable.Text).ShouldBe("early");
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Several_missing_indexes_are_added_one_after_another(string engine)
    {
        List<Field<string>> fields = [Field.Of("one", Codec.String), Field.Of("two", Codec.String)];
        var schema = new TableSchema<object>(
            "indexed",
            KeySchema.Hash(fields[0]),
            fields,
            _ => new object(),
            (_, item) => item.Set(fields[0], "x"),
            throughput: new Throughput(1, 1),
            globalIndexes:
            [
                .. fields.Select(
                    (field, i) =>
                        new TypedTables.GlobalSecondaryIndex(
                            $"by_{field.Name}",
                            KeySchema.Hash(field),
                            TypedTables.Projection.All,
                            new Throughput(1, 2 + i)
                        )
                ),
            ]
        );
        using var client = engines.Client(engine, region: Engines.QuietRegion);
        var table = client.Table(schema);
        using var plain = engines.PlainClient(engine, Engines.QuietRegion);
        await plain.CreateTableAsync(
            table.Name,
            [new("one", KeyType.HASH)],
            [new("one", ScalarAttributeType.S)],
            new ProvisionedThroughput(1, 1)
        );

        (await table.AddMissingAsync()).ShouldBe(["global index 'by_one'", "global index 'by_two'"]);

        var differences = await table.VerifyAsync();
        // The embedded engine keeps no throughput for an index that is added later, and it is right to say so.
        if (engine != Engines.Aws)
            differences.Select(one => one.Found).ShouldBe(["0 read and 0 write units", "0 read and 0 write units"]);
        else
            differences.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_table_that_is_not_there_is_an_error_and_not_made(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(KitchenTable.Schema);

        (await Should.ThrowAsync<TableOperationException>(table.VerifyAsync())).Code.ShouldBe(
            "ResourceNotFoundException"
        );
        (await Should.ThrowAsync<TableOperationException>(table.AddMissingAsync())).Code.ShouldBe(
            "ResourceNotFoundException"
        );
    }
}
