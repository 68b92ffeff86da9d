using Amazon.DynamoDBv2.Model;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;

namespace SystemTests.Tables;

/// <summary>
/// Items go both ways between this layer and the program of 2015, whose wire form is spelled out here with the AWS SDK.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class SeedCompatibilityTests(Engines engines)
{
    private const string UserIdText = "badff6d6-41d4-46fb-ae74-ba19a2e69cb1";

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task An_item_that_the_seed_wrote_reads_correctly(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(SeedTable.Schema);
        await table.EnsureCreatedAsync();
        using var plain = engines.PlainClient(engine);

        await plain.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = table.Name,
                Key = new() { ["user_id"] = new AttributeValue { S = UserIdText } },
                AttributeUpdates = new()
                {
                    ["balance"] = new AttributeValueUpdate(new AttributeValue { N = "100" }, "PUT"),
                },
            }
        );

        (await table.GetAsync(Key.Of(SeedTable.UserId, Guid.Parse(UserIdText)))).ShouldBe(
            new SeedWallet(Guid.Parse(UserIdText), 100)
        );
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task The_seed_finds_what_we_write_under_its_own_names_and_types(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(SeedTable.Schema);
        await table.EnsureCreatedAsync();

        await table.UpdateAsync(
            Key.Of(SeedTable.UserId, Guid.Parse(UserIdText.ToUpperInvariant())),
            SeedTable.Balance.Set(-5)
        );

        using var plain = engines.PlainClient(engine);
        var item = (
            await plain.GetItemAsync(table.Name, new() { ["user_id"] = new AttributeValue { S = UserIdText } })
        ).Item;
        item.Keys.Order(StringComparer.Ordinal).ShouldBe(["balance", "user_id"]);
        item["user_id"].S.ShouldBe(UserIdText);
        item["balance"].N.ShouldBe("-5");
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task The_seed_s_main_program_in_our_words_prints_what_it_printed(string engine)
    {
        await using var first = await RunSampleAsync(engine);
        await using var second = await RunSampleAsync(engine);

        var lines = second.Output.Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldBe("WARNING:root:user_wallet table already exists.");
        const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
        lines[1]
            .ShouldMatch(
                $"^{{'Item': {{('user_id': {{'S': '{Uuid}'}}|'balance': {{'N': '100'}}|, ){{3}}}}, "
                    + $"'ResponseMetadata': {{'RequestId': '[0-9A-Za-z-]+'}}}}$"
            );
        lines[2].ShouldMatch($"^{{'user_id': '{Uuid}', 'balance': 100}}$");
    }

    private async Task<ChildProcess> RunSampleAsync(string engine)
    {
        var sample = ChildProcess.StartDotnet(
            Repository.Program("samples/seed", "Seed"),
            [engines.Endpoint(engine).ToString()]
        );
        (await sample.WaitForExitAsync()).ShouldBe(0, sample.Output);
        return sample;
    }
}
