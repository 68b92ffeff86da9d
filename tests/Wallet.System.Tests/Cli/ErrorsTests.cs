using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Cli;

/// <summary>
/// On a broker of its own, so that every parked message is one of this class. Messages are parked as the worker parks
/// them: by a worker whose engine fails.
/// </summary>
[Collection(nameof(ProgramTests))]
[Trait("Broker", "Every")]
public sealed class ErrorsTests(LocalServers servers) : IAsyncLifetime
{
    private readonly BrokerPart _broker = new();
    private readonly string _wallet = $"{Guid.NewGuid()}";
    private WorkerProcess _worker = null!;
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private FaultyProxy _engine = null!;
    private volatile bool _isFailing;

    public async ValueTask InitializeAsync()
    {
        await _broker.StartAsync();
        _engine = new FaultyProxy(
            servers.Engine,
            operation => _isFailing && operation is "GetItem" ? ProxyFault.Throttle : ProxyFault.None
        );
        await StartWorkerAsync();
        _connection = await _broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _worker.DisposeAsync();
        await _engine.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_parked_message_is_found_shown_and_sent_again_as_it_was()
    {
        var operationId = Guid.NewGuid();
        var body = $$"""{"userId":"{{_wallet}}","balance":55,"operationId":"{{operationId}}"}""";
        await ParkAsync(
            body,
            new BasicProperties
            {
                MessageId = "mine",
                ContentType = "application/json",
                Headers = new Dictionary<string, object?> { ["tenant"] = "blue" },
            }
        );

        var (_, listed) = await CliProcess.RunJsonAsync(_broker.Port, "errors", "list");
        var queue = listed.GetProperty("queues")[0];
        (queue.GetProperty("queue").GetString(), queue.GetProperty("count").GetInt32()).ShouldBe(
            ("wallet-set-balance_error", 1)
        );
        var message = queue.GetProperty("messages")[0];
        message.GetProperty("operationId").GetGuid().ShouldBe(operationId);
        message.GetProperty("wallets")[0].GetString().ShouldBe(_wallet);
        message.GetProperty("fault").GetString().ShouldNotBeNullOrEmpty();
        message.GetProperty("ageSeconds").GetInt64().ShouldBeInRange(0, 600);
        var id = message.GetProperty("id").GetString()!;
        (await CliProcess.RunJsonAsync(_broker.Port, "errors", "show", id))
            .Json.GetProperty("messages")[0]
            .GetProperty("headers")
            .GetProperty("tenant")
            .GetString()
            .ShouldBe("blue");
        (await CliProcess.RunAsync(_broker.Port, "errors", "show", id)).Output.ShouldContain("\"balance\": 55");

        // A consumer that goes before the worker's, so that what is sent can be looked at.
        var sent = new TaskCompletionSource<BasicDeliverEventArgs>();
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            sent.TrySetResult(
                new BasicDeliverEventArgs(
                    "",
                    0,
                    redelivered: false,
                    "",
                    "",
                    delivery.BasicProperties,
                    delivery.Body.ToArray()
                )
            );
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(
            "wallet-set-balance",
            autoAck: true,
            "",
            noLocal: false,
            exclusive: false,
            new Dictionary<string, object?> { ["x-priority"] = 10 },
            consumer
        );
        (await CliProcess.RunAsync(_broker.Port, "errors", "replay", id, "--dry-run")).Output.ShouldContain(
            "would be sent again"
        );
        (await ReplayAsync(id)).ShouldBe((0, "sent again"));

        var delivered = await sent.Task;
        Encoding.UTF8.GetString(delivered.Body.Span).ShouldBe(body);
        (delivered.BasicProperties.MessageId, delivered.BasicProperties.ContentType).ShouldBe(
            ("mine", "application/json")
        );
        delivered
            .BasicProperties.Headers!.Keys.Where(key => key.StartsWith("MT-", StringComparison.Ordinal))
            .ShouldBeEmpty();
        delivered.BasicProperties.Headers!.ShouldContainKey("tenant");
        (await CountAsync()).ShouldBe(0u);
    }

    [Fact]
    public async Task What_is_already_applied_leaves_the_error_queue_tells_its_event_again_and_changes_nothing()
    {
        var body = Set(10);
        await ParkAsync(body);
        await PublishAsync(body);
        await ShouldHaveAsync(balance: 10, version: 1);
        var events = (await _channel.QueueDeclareAsync()).QueueName;
        await _channel.QueueBindAsync(events, "Wallet.Contracts:BalanceUpdated", "");

        (await ReplayAsync("--all")).ShouldBe((0, "already applied"));

        (await CountAsync()).ShouldBe(0u);
        var again = await Eventually.GetAsync(() => _channel.BasicGetAsync(events, autoAck: true), "the event, again");
        Encoding.UTF8.GetString(again.Body.Span).ShouldContain("\"version\":1");
        await ShouldHaveAsync(balance: 10, version: 1);
    }

    [Fact]
    public async Task What_would_undo_a_newer_write_stays_until_it_is_forced()
    {
        await ParkAsync(Set(10));
        await CliProcess.RunAsync(_broker.Port, "set", _wallet, "20");

        (await ReplayAsync("--all")).ShouldBe((4, "superseded"));
        (await CountAsync()).ShouldBe(1u);
        await ShouldHaveAsync(balance: 20, version: 1);

        (await ReplayAsync("--all", "--force")).ShouldBe((0, "sent again"));
        await ShouldHaveAsync(balance: 10, version: 2);
        (await CountAsync()).ShouldBe(0u);
    }

    /// <summary>It may have waited for hours before it was parked, and the write of now may be the newer one.</summary>
    [Fact]
    public async Task A_set_that_does_not_say_when_it_was_sent_stays_where_its_wallet_has_been_written_at_all()
    {
        await CliProcess.RunAsync(_broker.Port, "set", _wallet, "20");
        await ParkAsync(Set(10));

        (await ReplayAsync("--all")).ShouldBe((4, "send time unknown"));
        await ShouldHaveAsync(balance: 20, version: 1);

        (await ReplayAsync("--all", "--undated")).ShouldBe((0, "sent again"));
        await ShouldHaveAsync(balance: 10, version: 2);
    }

    /// <summary>
    /// The setting is now longer than it was when the operation was carried out, whose record has expired since.
    /// </summary>
    [Fact]
    public async Task What_was_carried_out_and_forgotten_is_not_carried_out_again()
    {
        await CliProcess.RunAsync(_broker.Port, "set", _wallet, "20");
        var operationId = Guid.NewGuid();
        var body = $$"""{"userId":"{{_wallet}}","amount":5,"operationId":"{{operationId}}"}""";
        await PublishAsync(body, SentAgo(3 * 24 * 3600), "Adjust");
        await ShouldHaveAsync(balance: 25, version: 2);
        using (var plain = servers.PlainDynamoDb())
        {
            await plain.DeleteItemAsync(
                "wallet_operation", new() { ["operation_id"] = new($"{operationId}"), ["part"] = new("First") });
        }

        await ParkAsync(body, SentAgo(3 * 24 * 3600), "Adjust");

        (await ReplayAsync("--all")).ShouldBe((4, "too old to tell"));
        await ShouldHaveAsync(balance: 25, version: 2);
    }

    [Fact]
    public async Task What_expired_is_left_out_of_a_replay_of_all_and_is_carried_out_when_it_is_named()
    {
        _worker.Terminate();
        await _worker.WaitForExitAsync();
        await PublishAsync(Set(10), new BasicProperties { Expiration = "1" });
        await Eventually.GetAsync(
            async () => await CountAsync("wallet-set-balance_dead") == 1 ? "" : null,
            "the message to expire"
        );
        await StartWorkerAsync();

        (await ReplayAsync("--all", "--force")).ShouldBe((4, "expired"));
        var id = (await IdsAsync())[0];
        (await ReplayAsync(id)).ShouldBe((0, "sent again"));
        await ShouldHaveAsync(balance: 10, version: 1);
    }

    [Fact]
    public async Task What_was_not_looked_at_is_counted()
    {
        for (var number = 0; number < 3; number++)
            await ParkAsync(Set(number, wallet: $"{Guid.NewGuid()}"));

        var (exitCode, output) = await CliProcess.RunAsync(_broker.Port, "errors", "replay", "--all", "--limit", "1");

        (exitCode, output.Split('\n')[^1]).ShouldBe(
            (
                4,
                "1 sent again, 0 already applied or refused, 0 stay parked, 2 more not looked at: --limit takes more "
                    + "at once"
            )
        );
    }

    [Fact]
    public async Task Looking_and_replaying_one_keep_the_order_of_the_rest()
    {
        for (var balance = 1; balance <= 4; balance++)
            await ParkAsync(Set(balance, wallet: $"{Guid.NewGuid()}"));
        var before = await IdsAsync();
        before.Count.ShouldBe(4);

        (await ReplayAsync(before[1])).ShouldBe((0, "sent again"));

        (await IdsAsync()).ShouldBe([before[0], before[2], before[3]]);
        (await CliProcess.RunAsync(_broker.Port, "errors", "list", "--limit", "2")).Output.ShouldContain(
            "3 messages, the first 2:"
        );
    }

    [Fact]
    public async Task All_parked_messages_of_a_wallet_are_carried_out_in_their_order()
    {
        await ParkAsync(Set(10), SentAgo(3));
        await ParkAsync(Set(20), SentAgo(2));
        await ParkAsync(
            $$"""{"userId":"{{_wallet}}","amount":5,"operationId":"{{Guid.NewGuid()}}"}""",
            SentAgo(1),
            verb: "Adjust"
        );

        var (exitCode, report) = await CliProcess.RunJsonAsync(_broker.Port, "errors", "replay", "--all");

        exitCode.ShouldBe(4);
        report
            .GetProperty("messages")
            .EnumerateArray()
            .Select(one => one.GetProperty("verdict").GetString())
            .ShouldBe(["superseded", "sent again", "sent again"]);
        await ShouldHaveAsync(balance: 25, version: 2);
    }

    [Theory]
    [InlineData("""{"userId":"WALLET"}""")]
    [InlineData("WALLET=5")]
    public async Task What_can_never_be_carried_out_stays_and_can_be_dropped(string body)
    {
        var properties = new BasicProperties { MessageId = $"{Guid.NewGuid()}" };
        await PublishAsync(body.Replace("WALLET", _wallet, StringComparison.Ordinal), properties);
        await Eventually.GetAsync(async () => await CountAsync() == 1 ? "" : null, "the message to be parked");
        var id = (await IdsAsync())[0];

        (await ReplayAsync(id)).ShouldBe((4, "cannot be carried out"));
        await Eventually.IsTrueAsync(async () => await CountAsync() == 1, "the broker to have the message back");
        (await CliProcess.RunAsync(_broker.Port, "errors", "list", "--cause", "bad-message")).Output.ShouldContain(id);
        (await CliProcess.RunAsync(_broker.Port, "errors", "drop", id)).Output.ShouldContain(_wallet);
        (await CountAsync()).ShouldBe(0u);
        (await CliProcess.RunAsync(_broker.Port, "errors", "drop", id)).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task While_the_tables_are_away_the_fault_names_them_and_a_replay_says_that_nothing_was_sent()
    {
        await _engine.DisposeAsync();
        _engine = new FaultyProxy(servers.Engine, _ => ProxyFault.None); // elsewhere: the worker does not find it
        await PublishAsync(Set(10));
        await Eventually.GetAsync(async () => await CountAsync() == 1 ? "" : null, "the message to be parked");

        (await CliProcess.RunAsync(_broker.Port, "errors", "list")).Output.ShouldContain(
            "NoAnswer in table 'user_wallet': GetItem failed: no connection"
        );

        var (exitCode, report) = await CliProcess.RunJsonAsync(_broker.Port, "errors", "replay", "--all");
        exitCode.ShouldBe(3);
        report
            .GetProperty("problem")
            .GetString()
            .ShouldStartWith("Nothing was sent again, because no worker could say what it remembers");
        report.GetProperty("remedy").GetString().ShouldStartWith("wallet doctor says what is wrong");
        (await CountAsync()).ShouldBe(1u);
    }

    private Task StartWorkerAsync()
    {
        _worker = WorkerProcess.Launch(
            _broker.Port, _engine.Endpoint, ("Worker__RedeliveryDelaysSeconds", ""), ("DynamoDb__AttemptsMax", "1"));
        return _worker.WaitUntilReadyAsync();
    }

    private static BasicProperties SentAgo(int seconds) =>
        new()
        {
            Timestamp = new AmqpTimestamp(TimeProvider.System.GetUtcNow().AddSeconds(-seconds).ToUnixTimeSeconds()),
        };

    private string Set(long balance, string? wallet = null) =>
        $$"""{"userId":"{{wallet ?? _wallet}}","balance":{{balance}},"operationId":"{{Guid.NewGuid()}}"}""";

    private async Task PublishAsync(string body, BasicProperties? properties = null, string verb = "Set") =>
        await _channel.BasicPublishAsync(
            $"Wallet.Contracts:{verb}Balance",
            "",
            mandatory: true,
            properties ?? new BasicProperties(),
            Encoding.UTF8.GetBytes(body)
        );

    private async Task ParkAsync(string body, BasicProperties? properties = null, string verb = "Set")
    {
        var queue = $"wallet-{verb.ToLowerInvariant()}-balance_error";
        var before = await CountAsync(queue);
        _isFailing = true;
        await PublishAsync(body, properties, verb);
        await Eventually.GetAsync(
            async () => await CountAsync(queue) == before + 1 ? "" : null,
            "the message to be parked"
        );
        _isFailing = false;
    }

    private async Task<uint> CountAsync(string queue = "wallet-set-balance_error")
    {
        return await _channel.MessageCountAsync(queue);
    }

    private async Task<List<string>> IdsAsync() =>
        (await CliProcess.RunJsonAsync(_broker.Port, "errors", "list"))
            .Json.GetProperty("queues")
            .EnumerateArray()
            .SelectMany(queue => queue.GetProperty("messages").EnumerateArray())
            .Select(one => one.GetProperty("id").GetString()!)
            .ToList();

    private async Task<(int ExitCode, string Verdict)> ReplayAsync(params string[] arguments)
    {
        var (exitCode, report) = await CliProcess.RunJsonAsync(_broker.Port, ["errors", "replay", .. arguments]);
        return (exitCode, report.GetProperty("messages")[0].GetProperty("verdict").GetString()!);
    }

    private async Task ShouldHaveAsync(long balance, long version)
    {
        await using var bus = await BusClient.ConnectAsync(_broker.Port);
        await Eventually.GetAsync(
            async () =>
                await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = Guid.Parse(_wallet) })
                    is var found
                && found.Balance == balance
                && found.Version == version
                    ? found
                    : null,
            $"balance {balance} at version {version}"
        );
    }
}
