using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Wire;

namespace SystemTests.Tables;

/// <summary>
/// The same random operations through this layer, on both of its wires, and through the AWS SDK's own client have the
/// same outcomes and leave the same items.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class DifferentialTests(Engines engines)
{
    private const int Operations = 300;

    public static TheoryData<string, int> Runs => new()
    {
        { Engines.Embedded, 1 },
        { Engines.Aws, 1 },
        { Engines.Embedded, Random.Shared.Next() },
        { Engines.Aws, Random.Shared.Next() },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Both_ways_come_to_the_same(string engine, int seed)
    {
        using var client = engines.Client(engine);
        using var bySdk = new TableClient(engines.Options(engine) with { Wire = WireKind.Sdk });
        using var other = engines.Client(engine);
        var (ours, oursBySdk, theirs) = (
            client.Table(MemoTable.Schema),
            bySdk.Table(MemoTable.Schema),
            other.Table(MemoTable.Schema)
        );
        await ours.EnsureCreatedAsync();
        await oursBySdk.EnsureCreatedAsync();
        await theirs.EnsureCreatedAsync();
        using var plain = engines.PlainClient(engine);
        var random = new Random(seed);
        var outcomes = new HashSet<string>();

        for (var i = 0; i < Operations; i++)
        {
            var operation = MemoOperation.Next(random);
            var at = $"seed {seed}, operation {i}: {operation}";

            var outcome = await operation.OursAsync(ours);
            outcome.ShouldBe(await operation.TheirsAsync(plain, theirs.Name), at);
            outcome.ShouldBe(await operation.OursAsync(oursBySdk), at);
            outcomes.Add(outcome.Split(' ')[0]);
            var stored = await StoredAsync(plain, ours.Name, operation.Id);
            stored.ShouldBe(await StoredAsync(plain, theirs.Name, operation.Id), at);
            stored.ShouldBe(await StoredAsync(plain, oursBySdk.Name, operation.Id), at);
        }

        outcomes
            .IsSupersetOf(["applied", "refused", "ValidationException", "none"])
            .ShouldBeTrue($"seed {seed} led only to {string.Join(", ", outcomes)}");
    }

    private static async Task<string> StoredAsync(AmazonDynamoDBClient plain, string table, string id) =>
        MemoTable.Canonical(
            (await plain.GetItemAsync(table, new() { ["id"] = new AttributeValue { S = id } }, true)).Item
        );
}
