using SystemTests.Parts;
using TypedTables;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class EnsureCreatedTests(Engines engines)
{
    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_missing_table_is_created_as_declared_with_its_indexes_and_is_active(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(LedgerTable.Schema);

        await table.EnsureCreatedAsync();

        using var plain = engines.PlainClient(engine);
        var found = (await plain.DescribeTableAsync(table.Name)).Table;
        found.TableStatus.Value.ShouldBe("ACTIVE");
        found
            .KeySchema.Select(key => $"{key.AttributeName} {key.KeyType}")
            .ShouldBe(["wallet_id HASH", "sequence RANGE"]);
        found
            .AttributeDefinitions.Select(one => $"{one.AttributeName} {one.AttributeType}")
            .Order(StringComparer.Ordinal)
            .ShouldBe(["at S", "operation.id S", "sequence N", "wallet_id S"]);
        (found.ProvisionedThroughput.ReadCapacityUnits, found.ProvisionedThroughput.WriteCapacityUnits).ShouldBe(
            (2, 3)
        );
        var local = found.LocalSecondaryIndexes.ShouldHaveSingleItem();
        local.IndexName.ShouldBe("by_time");
        local.KeySchema.Select(key => $"{key.AttributeName} {key.KeyType}").ShouldBe(["wallet_id HASH", "at RANGE"]);
        local.Projection.ProjectionType.Value.ShouldBe("KEYS_ONLY");
        var global = found.GlobalSecondaryIndexes.ShouldHaveSingleItem();
        global.IndexName.ShouldBe("by_operation");
        global.Projection.NonKeyAttributes.ShouldBe(["size"]);
        (global.ProvisionedThroughput.ReadCapacityUnits, global.ProvisionedThroughput.WriteCapacityUnits).ShouldBe(
            (4, 5)
        );
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task An_existing_table_keeps_its_items(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(SeedTable.Schema);
        await table.EnsureCreatedAsync();
        var wallet = new SeedWallet(Guid.NewGuid(), 5);
        await table.PutAsync(wallet);

        await table.EnsureCreatedAsync();

        (await table.GetAsync(Key.Of(SeedTable.UserId, wallet.UserId))).ShouldBe(wallet);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Many_that_create_the_same_table_at_once_all_succeed(string engine)
    {
        var prefix = $"t{Guid.NewGuid():N}_";
        var clients = Enumerable.Range(0, 5).Select(_ => engines.Client(engine, prefix)).ToList();

        await Task.WhenAll(clients.Select(client => client.Table(SeedTable.Schema).EnsureCreatedAsync()));

        clients.ForEach(client => client.Dispose());
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_table_without_throughput_is_billed_on_demand(string engine)
    {
        var schema = new TableSchema<SeedWallet>(
            "on_demand",
            KeySchema.Hash(SeedTable.UserId),
            [SeedTable.UserId],
            item => new SeedWallet(item.Get(SeedTable.UserId), 0),
            (_, _) => { }
        );
        using var client = engines.Client(engine);
        var table = client.Table(schema);

        await table.EnsureCreatedAsync();

        using var plain = engines.PlainClient(engine);
        (await plain.DescribeTableAsync(table.Name)).Table.BillingModeSummary.BillingMode.Value.ShouldBe(
            "PAY_PER_REQUEST"
        );
    }

    [Fact]
    public async Task An_endpoint_where_nobody_listens_is_said_to_be_worth_another_try()
    {
        using var client = new TableClient(
            new TableClientOptions { Endpoint = new Uri($"http://127.0.0.1:{Ports.Free()}"), AttemptsMax = 1 }
        );

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(SeedTable.Schema).EnsureCreatedAsync()
        );

        error.Code.ShouldBe(TableOperationException.NoAnswer);
        error.Operation.ShouldBe("DescribeTable");
        error.Table.ShouldBe("user_wallet");
        error.IsRetryable.ShouldBeTrue();
    }
}
