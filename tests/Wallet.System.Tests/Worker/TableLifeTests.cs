using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>What a worker does at its start with tables in all states that they may be in.</summary>
[Collection(nameof(WorkerTests))]
public sealed class TableLifeTests(LocalServers servers) : IDisposable
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}_";
    private readonly AmazonDynamoDBClient _plain = servers.PlainDynamoDb();

    public void Dispose() => _plain.Dispose();

    [Fact]
    public async Task Tables_that_are_being_updated_are_used_and_an_index_of_somebody_else_is_not_waited_for()
    {
        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await using var proxy = Describing(table =>
        {
            table["TableStatus"] = "UPDATING";
            var indexes = table["GlobalSecondaryIndexes"] as JsonArray ?? [];
            table["GlobalSecondaryIndexes"] =
                new JsonArray([.. indexes.Select(index => index!.DeepClone()), IndexOfTheOperator()]);
        });
        await using var worker = Launch(proxy.Endpoint);

        await worker.WaitUntilReadyAsync();
        await ShouldCarryOutAsync();
    }

    [Fact]
    public async Task An_index_of_the_worker_s_own_that_is_still_filled_is_not_waited_for_and_who_asks_for_it_waits()
    {
        var isFilled = false;
        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await using var proxy = new FaultyProxy(
            servers.Engine,
            _ => ProxyFault.None,
            async (operation, request, engine) =>
            {
                if (operation == "Query" && request["IndexName"] is not null && !Volatile.Read(ref isFilled))
                {
                    return new JsonObject
                    {
                        ["__type"] = "com.amazon.coral.validate#ValidationException",
                        ["message"] = "Cannot read from backfilling global secondary index: by_wallet",
                    };
                }

                if (operation != "DescribeTable")
                    return null;
                var answer = await engine(request);
                if (answer["Table"]!["GlobalSecondaryIndexes"] is JsonArray indexes)
                {
                    answer["Table"]!["TableStatus"] = "UPDATING";
                    (indexes[0]!["IndexStatus"], indexes[0]!["Backfilling"]) = ("CREATING", true);
                }

                return answer;
            });
        await using var worker = Launch(proxy.Endpoint);
        await worker.WaitUntilReadyAsync();
        worker.Output.ShouldContain(
            $"Index 'by_wallet' of table '{_prefix}wallet_operation' is CREATING: GetHistory waits for it");
        await ShouldCarryOutAsync();

        await using var bus = await BusClient.ConnectAsync(servers);
        var asked = bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = Guid.NewGuid() });
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains(
                "A message of wallet-get-history is delivered again",
                StringComparison.Ordinal),
            "the message to be deferred");
        Volatile.Write(ref isFilled, true);

        (await asked).Operations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Time_to_live_that_a_restore_has_left_off_is_turned_on_and_said()
    {
        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await using var worker = Launch(servers.Engine);

        await worker.WaitUntilReadyAsync();

        (await TimeToLiveAsync()).ShouldBe("expires_at");
        worker.Output.ShouldContain(
            $"Time to live of table '{_prefix}wallet_operation' was off. It is turned on, for 'expires_at'.");
    }

    [Theory]
    [InlineData("UpdateTimeToLive")]
    [InlineData("DescribeTimeToLive")]
    public async Task A_worker_that_may_not_turn_time_to_live_on_starts_and_says_the_command(string denied)
    {
        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await using var proxy = new FaultyProxy(
            servers.Engine,
            operation => operation == denied ? ProxyFault.Denied : ProxyFault.None);
        await using var worker = Launch(proxy.Endpoint);

        await worker.WaitUntilReadyAsync();

        (await TimeToLiveAsync()).ShouldBeNull();
        worker.Output.ShouldContain(
            "aws dynamodb update-time-to-live --region us-west-2 --endpoint-url http://127.0.0.1:");
        worker.Output.ShouldContain(
            $" --table-name {_prefix}wallet_operation --time-to-live-specification "
            + "Enabled=true,AttributeName=expires_at");
    }

    [Theory]
    [InlineData("user_wallet", "wallet_operation")]
    [InlineData("wallet_operation", "user_wallet")]
    public async Task A_table_whose_other_is_there_is_waited_for_and_not_made_empty(string present, string missing)
    {
        await CreateAsync(present);
        await using var worker = Launch(servers.Engine);

        await Eventually.IsTrueAsync(
            () => worker.Output.Contains($"Table '{_prefix}{missing}' is missing", StringComparison.Ordinal),
            "the worker to say so");
        worker.Output.ShouldContain("DynamoDb__CreateTables=Always");
        worker.IsReady.ShouldBeFalse();
        (await _plain.ListTablesAsync(
            new ListTablesRequest { ExclusiveStartTableName = _prefix, Limit = 2 })).TableNames
            .ShouldNotContain(_prefix + missing);

        await CreateAsync(missing);
        await worker.WaitUntilReadyAsync();
        await ShouldCarryOutAsync();
    }

    [Fact]
    public async Task Never_makes_no_table_and_waits_for_both()
    {
        await using var worker = Launch(servers.Engine, ("DynamoDb__CreateTables", "Never"));

        await Eventually.IsTrueAsync(
            () => worker.Output.Contains(
                $"Tables '{_prefix}user_wallet' and '{_prefix}wallet_operation' are missing",
                StringComparison.Ordinal),
            "the worker to say so");
        worker.IsReady.ShouldBeFalse();

        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await worker.WaitUntilReadyAsync();
    }

    [Fact]
    public async Task Always_makes_what_is_missing()
    {
        await CreateAsync("user_wallet");
        await using var worker = Launch(servers.Engine, ("DynamoDb__CreateTables", "Always"));

        await worker.WaitUntilReadyAsync();

        (await TimeToLiveAsync()).ShouldBe("expires_at");
    }

    [Fact]
    public async Task Tables_with_replicas_that_refuse_transactions_are_not_used()
    {
        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await using var proxy = Describing(table => Replicate(table, "STRONG"));
        await using var worker = Launch(proxy.Endpoint, ("DynamoDb__OnlyWriter", "us-west-2"));

        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("refuses transactions", StringComparison.Ordinal),
            "the worker to say so");
        worker.IsReady.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("eu-west-1")]
    public async Task Tables_with_replicas_are_not_used_unless_this_region_is_said_to_be_the_only_writer(string writer)
    {
        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await using var proxy = Describing(table => Replicate(table, "EVENTUAL"));
        await using var worker = Launch(proxy.Endpoint, ("DynamoDb__OnlyWriter", writer));

        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("has replicas in eu-west-1", StringComparison.Ordinal),
            "the worker to say so");
        worker.IsReady.ShouldBeFalse();
    }

    [Fact]
    public async Task Tables_with_replicas_are_used_where_this_region_is_the_only_writer()
    {
        await WalletTablesByHand.CreateAsync(_plain, _prefix);
        await using var proxy = Describing(table => Replicate(table, "EVENTUAL"));
        await using var worker = Launch(proxy.Endpoint, ("DynamoDb__OnlyWriter", "us-west-2"));

        await worker.WaitUntilReadyAsync();
        await ShouldCarryOutAsync();
    }

    private static JsonObject IndexOfTheOperator() => new()
    {
        ["IndexName"] = "of_the_operator",
        ["IndexStatus"] = "CREATING",
        ["Backfilling"] = true,
        ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "at", ["KeyType"] = "HASH" }),
        ["Projection"] = new JsonObject { ["ProjectionType"] = "KEYS_ONLY" },
    };

    private static void Replicate(JsonObject table, string consistency)
    {
        table["TableArn"] = $"arn:aws:dynamodb:us-west-2:111122223333:table/{table["TableName"]}";
        table["MultiRegionConsistency"] = consistency;
        table["Replicas"] = new JsonArray(
            new JsonObject { ["RegionName"] = "us-west-2", ["ReplicaStatus"] = "ACTIVE" },
            new JsonObject { ["RegionName"] = "eu-west-1", ["ReplicaStatus"] = "ACTIVE" });
    }

    /// <summary>
    /// A front that changes what the engine says of a table: neither engine stays in such a state, or has replicas.
    /// </summary>
    private FaultyProxy Describing(
        Action<JsonObject> change) => new(servers.Engine, _ => ProxyFault.None, async (operation, request, engine) =>
    {
        if (operation != "DescribeTable")
            return null;
        var answer = await engine(request);
        change(answer["Table"]!.AsObject());
        return answer;
    });

    private WorkerProcess Launch(Uri engine, params (string Key, string Value)[] more) =>
        WorkerProcess.Launch(servers.BrokerPort, engine, [("DynamoDb__TablePrefix", _prefix), .. more]);

    private Task CreateAsync(string table) =>
        table == "user_wallet"
            ? WalletTablesByHand.CreateWalletsAsync(_plain, _prefix)
            : WalletTablesByHand.CreateOperationsAsync(_plain, _prefix);

    private async Task<string?> TimeToLiveAsync() =>
        (await _plain.DescribeTimeToLiveAsync(_prefix + "wallet_operation")).TimeToLiveDescription
            is { TimeToLiveStatus.Value: "ENABLED" or "ENABLING" } found
            ? found.AttributeName
            : null;

    private async Task ShouldCarryOutAsync()
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        (await bus.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance { UserId = Guid.NewGuid(), Balance = 5 })).Balance
            .ShouldBe(5);
    }
}
