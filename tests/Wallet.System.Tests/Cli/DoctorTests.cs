using System.Text.Json;
using Amazon.DynamoDBv2;
using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Cli;

/// <summary>Each on a broker of its own: a queue that another test has filled would be found, too.</summary>
[Collection(nameof(ProgramTests))]
[Trait("Broker", "Every")]
public sealed class DoctorTests(LocalServers servers) : IAsyncLifetime
{
    private readonly BrokerPart _broker = new();
    private readonly string _prefix = $"t{Guid.NewGuid():N}_";

    public async ValueTask InitializeAsync() => await _broker.StartAsync();

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task It_is_content_with_what_is_well_and_finds_what_is_not()
    {
        await using var worker = await StartWorkerAsync();

        var (exitCode, well) = await CliProcess.RunAsync(_broker.Port, "doctor");
        (exitCode, well.Split('\n')[^1]).ShouldBe((0, "All is well."), well);
        well.ShouldContain("ok    wallet-set-balance: 1 consumer, 0 messages wait");
        well.ShouldContain("ok    credentials: as it should be");
        well.ShouldContain($"ok    table '{_prefix}user_wallet' in us-west-2");

        await ShouldFindAsync(
            "credentials",
            ["--broker", $"amqp://ann:sesame@127.0.0.1:{_broker.Port}"],
            "broker",
            "refuses user 'ann'",
            "RabbitMq__Password"
        );
        var nowhere = $"amqp://{DocumentedUsers.Cli}:{DocumentedUsers.Password}@127.0.0.1:{_broker.Port}/nowhere";
        await ShouldFindAsync(
            "vhost",
            ["--broker", nowhere],
            "broker",
            "virtual host 'nowhere'",
            "rabbitmqctl add_vhost"
        );

        using var plain = servers.PlainDynamoDb();
        await plain.DeleteTableAsync(_prefix + "user_wallet");
        await ShouldFindAsync(
            "a missing table",
            [],
            $"table '{_prefix}user_wallet'",
            "ResourceNotFoundException",
            "Restore it: docs/operating.md says how");

        await plain.CreateTableAsync(new()
        {
            TableName = _prefix + "user_wallet",
            KeySchema = [new("id", Amazon.DynamoDBv2.KeyType.HASH)],
            AttributeDefinitions = [new("id", Amazon.DynamoDBv2.ScalarAttributeType.S)],
            BillingMode = Amazon.DynamoDBv2.BillingMode.PAY_PER_REQUEST,
        });
        await ShouldFindAsync(
            "drift",
            [],
            $"table '{_prefix}user_wallet'",
            "It is not as declared: ",
            "A key cannot be changed");

        worker.Terminate();
        await worker.WaitForExitAsync();
        await ShouldFindAsync("no worker", [], "worker", "None runs", "./dev up");
        await ShouldFindAsync("no consumer", [], "wallet-set-balance", "No worker takes from it", "./dev up");

        await using (var connection = await _broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueDeleteAsync("wallet-get-history");
        await ShouldFindAsync(
            "a deleted queue",
            [],
            "wallet-get-history",
            "There is no such queue",
            "docker compose restart worker"
        );

        await _broker.StopAsync();
        await ShouldFindAsync("no broker", [], "broker", "cannot be reached", "./dev up");
    }

    [Fact]
    public async Task
        What_an_operator_has_chosen_for_a_table_is_noted_and_no_fault_and_what_a_restore_leaves_off_has_its_command()
    {
        await using var worker = await StartWorkerAsync();
        using var plain = servers.PlainDynamoDb();
        var (wallets, operations) = (_prefix + "user_wallet", _prefix + "wallet_operation");
        await plain.DeleteTableAsync(wallets);
        await plain.CreateTableAsync(new()
        {
            TableName = wallets,
            KeySchema = [new("user_id", KeyType.HASH)],
            AttributeDefinitions = [new("user_id", ScalarAttributeType.S), new("updated_at", ScalarAttributeType.S)],
            ProvisionedThroughput = new(50, 50),
            GlobalSecondaryIndexes =
            [
                new()
                {
                    IndexName = "mine",
                    KeySchema = [new("updated_at", KeyType.HASH)],
                    Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY },
                    ProvisionedThroughput = new(5, 5),
                },
            ],
        });

        var (exitCode, text) = await CliProcess.RunAsync(_broker.Port, "doctor");
        (exitCode, text.Split('\n')[^1]).ShouldBe((0, "All is well."), text);
        text.ShouldContain($"note  table '{wallets}' in us-west-2");
        text.ShouldContain(
            "billing: declared on demand, found 50 read and 50 write units; global index 'mine': declared none, found "
            + "hash updated_at, KEYS_ONLY.");

        await plain.DeleteTableAsync(operations);
        await WalletTablesByHand.CreateOperationsAsync(plain, _prefix, hasIndex: false);
        await ShouldFindAsync(
            "no time to live",
            [],
            $"table '{operations}'",
            "time to live: declared expires_at, found none",
            $"--table-name {operations} --time-to-live-specification Enabled=true");
        await ShouldFindAsync(
            "no index",
            [],
            $"table '{operations}'",
            "global index 'by_wallet': declared hash user_id range version, ALL, found none",
            "aws dynamodb update-table");
    }

    [Fact]
    public async Task It_finds_parked_messages_and_names_the_command_that_shows_them()
    {
        await using var worker = await StartWorkerAsync();
        await using (var connection = await _broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.BasicPublishAsync("Wallet.Contracts:SetBalance", "", "{}"u8.ToArray());
            await Eventually.GetAsync(
                async () =>
                    (await CliProcess.RunAsync(_broker.Port, "errors", "list")).Output is var output
                    && output.Contains("userId is missing", StringComparison.Ordinal)
                        ? output
                        : null,
                "the message to be parked"
            );
        }

        await ShouldFindAsync(
            "a parked message",
            [],
            "wallet-set-balance_error",
            "1 message is parked.",
            "wallet errors list --queue wallet-set-balance_error"
        );
    }

    [Fact]
    public async Task Every_worker_is_asked()
    {
        await using var first = await StartWorkerAsync();
        await using var second = await StartWorkerAsync();

        var (exitCode, report) = await CliProcess.RunJsonAsync(_broker.Port, "doctor");

        exitCode.ShouldBe(0);
        Checks(report).Count(check => Text(check, "name").StartsWith("worker ", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("wallet-delay-77s", "77")] // a delay that only the worker can tell
    [InlineData("wallet-delay-600s", "")] // one of the usual, left by a worker that had them
    public async Task It_tells_of_messages_that_wait_for_their_next_attempt_which_is_no_fault(
        string queue,
        string delays
    )
    {
        await using var worker = await StartWorkerAsync(("Worker__RedeliveryDelaysSeconds", delays));
        await using (var connection = await _broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            if (delays == "")
                await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            for (var count = 0; count < 2; count++)
                await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties(), "{}"u8.ToArray());
        }

        var (exitCode, text) = await CliProcess.RunAsync(_broker.Port, "doctor");
        text.ShouldContain($"note  {queue}: 2 messages have failed and wait for their next attempt");
        (exitCode, text.Split('\n')[^1]).ShouldBe((0, "All is well."), text);

        (exitCode, var report) = await CliProcess.RunJsonAsync(_broker.Port, "doctor");
        exitCode.ShouldBe(0);
        var note = Checks(report).Single(check => check.GetProperty("isNote").GetBoolean());
        (Text(note, "name"), note.GetProperty("isOk").GetBoolean()).ShouldBe((queue, true));
        Text(note, "found").ShouldStartWith("2 messages");
    }

    private async Task<WorkerProcess> StartWorkerAsync(params (string Key, string Value)[] more)
    {
        var worker = WorkerProcess.Launch(_broker.Port, servers.Engine, [("DynamoDb__TablePrefix", _prefix), .. more]);
        await worker.WaitUntilReadyAsync();
        return worker;
    }

    private async Task ShouldFindAsync(string ailment, string[] options, string name, string problem, string remedy)
    {
        var (exitCode, report) = await CliProcess.RunJsonAsync(_broker.Port, ["doctor", .. options]);

        exitCode.ShouldBe(4, ailment);
        report.GetProperty("isWell").GetBoolean().ShouldBeFalse(ailment);
        report.ToString().ShouldNotContain("sesame");
        var wrong = Checks(report)
            .Where(check => !check.GetProperty("isOk").GetBoolean())
            .Where(check => Text(check, "name").StartsWith(name, StringComparison.Ordinal))
            .ToList();
        wrong.ShouldContain(
            check => Text(check, "found").Contains(problem) && Text(check, "remedy").Contains(remedy),
            $"{ailment}: {report}"
        );
    }

    private static JsonElement.ArrayEnumerator Checks(JsonElement report) =>
        report.GetProperty("checks").EnumerateArray();

    private static string Text(JsonElement check, string name) => check.GetProperty(name).GetString()!;
}
