using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class CreateTableTests
{
    [Fact]
    public void Keys_and_the_attributes_that_any_key_names_are_declared()
    {
        var request = CreateTable.RequestFor(Ledger.Schema, "test_ledger");

        request.TableName.ShouldBe("test_ledger");
        Keys(request.KeySchema).ShouldBe(["wallet_id HASH", "sequence RANGE"]);
        request
            .AttributeDefinitions.Select(one => $"{one.AttributeName} {one.AttributeType}")
            .ShouldBe(["wallet_id S", "sequence N", "at S", "operation.id S"]);
    }

    [Fact]
    public void An_attribute_that_several_keys_name_is_declared_once()
    {
        var schema = new TableSchema<Entry>(
            "ledger",
            KeySchema.HashAndRange(Ledger.WalletId, Ledger.Sequence),
            [Ledger.WalletId, Ledger.Sequence, Ledger.At],
            _ => new Entry(default, 0),
            (_, _) => { },
            localIndexes: [new("by_time", Ledger.At, Projection.All)],
            globalIndexes: [new("of_all", KeySchema.HashAndRange(Ledger.At, Ledger.Sequence), Projection.All)]);

        var request = CreateTable.RequestFor(schema, "ledger");

        request.AttributeDefinitions.Select(one => one.AttributeName).ShouldBe(["wallet_id", "sequence", "at"]);
    }

    [Fact]
    public void A_table_with_throughput_is_provisioned()
    {
        var request = CreateTable.RequestFor(Ledger.Schema, "ledger");

        request.BillingMode.ShouldBe(BillingMode.PROVISIONED);
        Units(request.ProvisionedThroughput).ShouldBe("2 3");
    }

    [Fact]
    public void A_plain_table_on_demand_asks_for_nothing_else()
    {
        var request = CreateTable.RequestFor(Wallets.Schema, "wallets");

        Keys(request.KeySchema).ShouldBe(["user_id HASH"]);
        request.AttributeDefinitions.ShouldHaveSingleItem().AttributeName.ShouldBe("user_id");
        request.BillingMode.ShouldBe(BillingMode.PAY_PER_REQUEST);
        request.ProvisionedThroughput.ShouldBeNull();
        request.LocalSecondaryIndexes.ShouldBeNull();
        request.GlobalSecondaryIndexes.ShouldBeNull();
    }

    [Fact]
    public void A_local_index_shares_the_tables_hash_key()
    {
        var index = CreateTable.RequestFor(Ledger.Schema, "ledger").LocalSecondaryIndexes.ShouldHaveSingleItem();

        index.IndexName.ShouldBe("by_time");
        Keys(index.KeySchema).ShouldBe(["wallet_id HASH", "at RANGE"]);
        index.Projection.ProjectionType.ShouldBe(ProjectionType.KEYS_ONLY);
        index.Projection.NonKeyAttributes.ShouldBeNull();
    }

    [Fact]
    public void A_global_index_has_keys_and_throughput_of_its_own()
    {
        var index = CreateTable.RequestFor(Ledger.Schema, "ledger").GlobalSecondaryIndexes.ShouldHaveSingleItem();

        index.IndexName.ShouldBe("by_operation");
        Keys(index.KeySchema).ShouldBe(["operation.id HASH"]);
        index.Projection.ProjectionType.ShouldBe(ProjectionType.INCLUDE);
        index.Projection.NonKeyAttributes.ShouldBe(["size"]);
        Units(index.ProvisionedThroughput).ShouldBe("4 5");
    }

    [Fact]
    public void A_global_index_on_demand_has_no_throughput()
    {
        var schema = new TableSchema<Entry>(
            "ledger",
            KeySchema.Hash(Ledger.WalletId),
            [Ledger.WalletId, Ledger.Size, Ledger.At],
            _ => new Entry(default, 0),
            (_, _) => { },
            globalIndexes: [new("by_size", KeySchema.HashAndRange(Ledger.Size, Ledger.At), Projection.All)]);

        var index = CreateTable.RequestFor(schema, "ledger").GlobalSecondaryIndexes.ShouldHaveSingleItem();

        Keys(index.KeySchema).ShouldBe(["size HASH", "at RANGE"]);
        index.Projection.ProjectionType.ShouldBe(ProjectionType.ALL);
        index.ProvisionedThroughput.ShouldBeNull();
    }

    private static IEnumerable<string> Keys(List<KeySchemaElement> keys) =>
        keys.Select(key => $"{key.AttributeName} {key.KeyType}");

    private static string Units(ProvisionedThroughput throughput) =>
        $"{throughput.ReadCapacityUnits} {throughput.WriteCapacityUnits}";
}
