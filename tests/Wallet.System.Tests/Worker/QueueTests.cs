using System.Text;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Topology;

namespace SystemTests.Worker;

/// <summary>
/// What the worker's queues are. On a broker of its own: a queue's arguments hold for as long as it exists.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class QueueTests(LocalServers servers, OwnBroker own) : IClassFixture<OwnBroker>, IAsyncLifetime
{
    private const string Input = "wallet-set-balance";

    private readonly BrokerPart _broker = own.Broker;
    private readonly Guid _userId = Guid.NewGuid();
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await _broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync();
        foreach (
            var queue in RequestQueues.SelectMany(queue =>
                new[] { queue, $"{queue}_error", $"{queue}_skipped", $"{queue}_dead" }
            )
        )
            await _channel.QueueDeleteAsync(queue);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public async Task A_message_that_every_worker_dies_of_ends_in_the_dead_letter_queue_and_can_be_replayed()
    {
        (string, string)[] settings = [("RabbitMq__DeliveryLimit", "2")];
        await using (var worker = WorkerProcess.Launch(_broker.Port, servers.Engine, settings))
        {
            await worker.WaitUntilReadyAsync();
        }

        var body = $$"""{"userId":"{{_userId}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""";
        await PublishAsync(
            body,
            new BasicProperties
            {
                MessageId = "mine",
                Headers = new Dictionary<string, object?> { ["tenant"] = "blue" },
            }
        );
        for (var death = 1; death <= 3; death++)
            await GetAndRequeueAsync(Input);

        // What lies there stays there, however often it is looked at: RabbitMQ 4 would else drop it after 20
        // times.
        for (var look = 1; look <= 25; look++)
            await GetAndRequeueAsync(Input + QueueNames.DeadSuffix);
        var (_, listed) = await CliProcess.RunJsonAsync(_broker.Port, "errors", "list");
        var queue = listed.GetProperty("queues")[0];
        (queue.GetProperty("queue").GetString(), queue.GetProperty("count").GetInt32()).ShouldBe(
            ("wallet-set-balance_dead", 1)
        );
        queue
            .GetProperty("messages")[0]
            .GetProperty("parkedAt")
            .GetDateTimeOffset()
            .ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        var id = queue.GetProperty("messages")[0].GetProperty("id").GetString()!;
        (await CliProcess.RunAsync(_broker.Port, "errors", "show", id)).Output.ShouldContain(
            "It was delivered too often"
        );
        (await CliProcess.RunAsync(_broker.Port, "doctor")).Output.ShouldContain(
            "wallet-set-balance_dead: 1 message is parked."
        );

        await using var next = WorkerProcess.Launch(_broker.Port, servers.Engine, settings);
        await next.WaitUntilReadyAsync();
        (await CliProcess.RunAsync(_broker.Port, "errors", "replay", id)).Output.ShouldContain("1 sent again");
        await using var bus = await BusClient.ConnectAsync(_broker.Port);
        await Eventually.GetAsync(
            async () =>
                (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Balance == 5
                    ? ""
                    : null,
            "the message to be carried out"
        );
        (await _channel.MessageCountAsync(Input + QueueNames.DeadSuffix)).ShouldBe(0u);
    }

    [Fact]
    public async Task Queues_of_an_older_deployment_are_named_with_the_fix_and_replaced_when_they_are_deleted()
    {
        await using (
            var old = WorkerProcess.Launch(
                _broker.Port,
                servers.Engine,
                ("RabbitMq__QueueType", "Classic"),
                ("Worker__RedeliveryDelaysSeconds", "")
            )
        )
        {
            await old.WaitUntilReadyAsync();
        }

        // Declared without arguments, as every version before did: a classic queue of today is the same.
        await _channel.QueueDeclareAsync(Input, durable: true, exclusive: false, autoDelete: false);
        await PublishAsync($$"""{"userId":"{{_userId}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""");
        await using var worker = WorkerProcess.Launch(_broker.Port, servers.Engine);

        await Eventually.IsTrueAsync(
            () => worker.Output.Contains($"Nothing is taken from '{Input}'", StringComparison.Ordinal),
            "the worker to say so"
        );
        var line = worker
            .Output.Split('\n')
            .First(one => one.Contains($"Nothing is taken from '{Input}'", StringComparison.Ordinal));
        line.ShouldContain("x-queue-type");
        line.ShouldContain("docs/operating.md");
        line.ShouldContain("set RabbitMq__QueueType=Classic");
        worker.IsReady.ShouldBeFalse();
        (await _channel.MessageCountAsync(Input)).ShouldBe(1u);

        foreach (
            var queue in RequestQueues.SelectMany(queue =>
                new[] { queue, queue + QueueNames.ErrorSuffix, queue + QueueNames.SkippedSuffix }
            )
        )
        {
            if (queue != Input)
                await _channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: true);
        }

        var kept = await Eventually.GetAsync(() => _channel.BasicGetAsync(Input, autoAck: true), "the message");
        await _channel.QueueDeleteAsync(Input);
        await worker.WaitUntilReadyAsync();
        worker.Output.Split('\n').Length.ShouldBeLessThan(2000, "it was to wait between its attempts");
        await PublishAsync(Encoding.UTF8.GetString(kept.Body.Span));
        await using var bus = await BusClient.ConnectAsync(_broker.Port);
        await Eventually.GetAsync(
            async () =>
                (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Balance == 5
                    ? ""
                    : null,
            "the message to be carried out"
        );

        // The same arguments again are no error, so these are the arguments.
        await _channel.QueueDeclareAsync(
            Input,
            durable: true,
            exclusive: false,
            autoDelete: false,
            QueueArguments.Input(Input, new RabbitMqSettings())
        );
        await _channel.QueueDeclareAsync(
            Input + QueueNames.ErrorSuffix,
            durable: true,
            exclusive: false,
            autoDelete: false,
            QueueArguments.Parking(new RabbitMqSettings())
        );
    }

    [Fact]
    public async Task A_question_that_expired_vanishes_and_a_write_that_expired_stays_where_a_person_finds_it()
    {
        const string Question = "wallet-get-balance";
        (string, string)[] settings = [("RabbitMq__DeliveryLimit", "2")];
        await using (var worker = WorkerProcess.Launch(_broker.Port, servers.Engine, settings))
        {
            await worker.WaitUntilReadyAsync();
        }

        await _channel.BasicPublishAsync("", Question, "{}"u8.ToArray()); // one that every worker dies of
        for (var death = 1; death <= 3; death++)
            await GetAndRequeueAsync(Question);
        await _channel.BasicPublishAsync(
            "",
            Question,
            mandatory: true,
            new BasicProperties { Expiration = "1" },
            "{}"u8.ToArray()
        );
        await PublishAsync("{}", new BasicProperties { Expiration = "1" });
        await Eventually.IsTrueAsync(
            async () => await _channel.MessageCountAsync(Question + QueueNames.DeadSuffix) == 2,
            "the question to expire"
        );
        await Eventually.IsTrueAsync(
            async () => await _channel.MessageCountAsync(Input + QueueNames.DeadSuffix) == 1,
            "the write to expire"
        );

        await using var next = WorkerProcess.Launch(_broker.Port, servers.Engine, settings);

        await Eventually.IsTrueAsync(
            () => next.Output.Contains("1 questions to wallet-get-balance had expired", StringComparison.Ordinal),
            "the question to be taken away"
        );
        var kept = await Eventually.GetAsync(
            () => _channel.BasicGetAsync(Question + QueueNames.DeadSuffix, autoAck: true),
            "the one that nobody could answer"
        );
        DeathHeaders.IsExpired(kept.BasicProperties.Headers, Question).ShouldBeFalse();
        var write = (await _channel.BasicGetAsync(Input + QueueNames.DeadSuffix, autoAck: true)).ShouldNotBeNull();
        DeathHeaders.IsExpired(write.BasicProperties.Headers, Input).ShouldBeTrue();
        write.BasicProperties.IsExpirationPresent().ShouldBeFalse("it would expire a second time");
        (await _channel.MessageCountAsync(Question + QueueNames.DeadSuffix)).ShouldBe(0u);
    }

    [Fact]
    public async Task What_is_requeued_too_often_ends_in_the_dead_letter_queue_and_its_sender_is_told_nothing_false()
    {
        await using var worker = WorkerProcess.Launch(_broker.Port, servers.Engine, ("RabbitMq__DeliveryLimit", "1"));
        await worker.WaitUntilReadyAsync();
        var replies = (await _channel.QueueDeclareAsync()).QueueName;
        var full = (
            await _channel.QueueDeclareAsync(
                "",
                arguments: new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" }
            )
        ).QueueName;
        await _channel.BasicPublishAsync("", full, "the one that it has room for"u8.ToArray());
        await _channel.QueueBindAsync(full, "Wallet.Contracts:BalanceUpdated", "");

        await PublishAsync(
            $$"""{"userId":"{{_userId}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""",
            new BasicProperties { ReplyTo = replies }
        );

        // Twice 20 s, for as long a worker is patient with a queue that may have room again.
        await Eventually.IsTrueAsync(
            async () => (await _channel.QueueDeclarePassiveAsync(Input)).MessageCount == 0,
            "the message to be taken"
        );
        var dead = await Eventually.GetAsync(
            () => _channel.BasicGetAsync(Input + QueueNames.DeadSuffix, autoAck: true),
            "the message to be given up",
            TimeSpan.FromMinutes(3)
        );
        dead.Body.Length.ShouldBeGreaterThan(2);
        (await _channel.MessageCountAsync(replies)).ShouldBe(0u);
        (await _channel.MessageCountAsync(Input + QueueNames.ErrorSuffix)).ShouldBe(0u);
        await _channel.QueueDeleteAsync(full);
        await using var bus = await BusClient.ConnectAsync(_broker.Port);
        (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Balance.ShouldBe(
            5,
            "it was carried out, so that nothing else may be said"
        );
    }

    [Theory]
    [InlineData("/")] // where queues of an older deployment are, declared without a type
    [InlineData(DocumentedUsers.QuorumHost)]
    public async Task A_classic_queue_is_one_in_every_virtual_host_and_one_of_an_older_deployment_still_is(string host)
    {
        string[] queues = [.. RequestQueues, Input + QueueNames.ErrorSuffix, Input + QueueNames.SkippedSuffix];
        var factory = BrokerPart.FactoryFor(_broker.Port, DocumentedUsers.Tester);
        factory.VirtualHost = host;
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in host == "/" ? queues : [])
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);

        await using var worker = WorkerProcess.Launch(
            _broker.Port,
            servers.Engine,
            ("RabbitMq__VirtualHost", host),
            ("RabbitMq__QueueType", "Classic"),
            ("Worker__RedeliveryDelaysSeconds", "77")
        );
        await worker.WaitUntilReadyAsync();

        // The same again is no error, so this is what they are.
        var classic = new RabbitMqSettings { QueueType = "Classic" };
        foreach (var queue in queues)
        {
            // In words of its own: with the worker's, whatever the worker declares would be right.
            var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "classic" };
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
        }

        await channel.QueueDeclareAsync(
            "wallet-delay-77s",
            durable: true,
            exclusive: false,
            autoDelete: false,
            QueueArguments.Delay(77, classic)
        );
    }

    private static IEnumerable<string> RequestQueues =>
        [
            "wallet-set-balance",
            "wallet-adjust-balance",
            "wallet-transfer-balance",
            "wallet-get-balance",
            "wallet-get-history",
            "wallet-get-operation",
            "wallet-get-diagnosis",
        ];

    private async Task PublishAsync(string body, BasicProperties? properties = null) =>
        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            properties ?? new BasicProperties(),
            Encoding.UTF8.GetBytes(body)
        );

    /// <summary>As a worker that dies in the midst of it.</summary>
    private async Task GetAndRequeueAsync(string queue)
    {
        var delivery = await Eventually.GetAsync(
            () => _channel.BasicGetAsync(queue, autoAck: false),
            $"a message in {queue}"
        );
        await _channel.BasicRejectAsync(delivery.DeliveryTag, requeue: true);
    }
}

/// <summary>A broker for one class of tests.</summary>
public sealed class OwnBroker : IAsyncLifetime
{
    internal BrokerPart Broker { get; } = new();

    public async ValueTask InitializeAsync() => await Broker.StartAsync();

    public async ValueTask DisposeAsync() => await Broker.DisposeAsync();
}
