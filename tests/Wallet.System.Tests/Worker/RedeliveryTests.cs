using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Recovery;

namespace SystemTests.Worker;

/// <summary>What becomes of a message whose failure may pass: layer after layer, and never lost in between.</summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class RedeliveryTests(LocalServers servers) : IAsyncLifetime
{
    private readonly Guid _userId = Guid.NewGuid();
    private readonly Guid _operationId = Guid.NewGuid();
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private FaultyProxy _engine = null!;
    private WorkerProcess _worker = null!;
    private string _replies = null!;
    private ProxyFault _fault = ProxyFault.Throttle;
    private volatile int _failuresLeft;
    private int _calls;

    public async ValueTask InitializeAsync()
    {
        _engine = new FaultyProxy(servers.Engine, FaultOf);
        _worker = WorkerProcess.Launch(
            servers.BrokerPort,
            _engine.Endpoint,
            ("Worker__RedeliveryDelaysSeconds", "1,1"),
            ("DynamoDb__AttemptsMax", "2")
        );
        await _worker.WaitUntilReadyAsync();
        _connection = await servers.PlainRabbitMqAsync();
        _channel = await _connection.CreateChannelAsync();
        await _channel.QueuePurgeAsync("wallet-set-balance_error");
        await _channel.QueuePurgeAsync("wallet-set-balance_skipped");
        _replies = (await _channel.QueueDeclareAsync()).QueueName;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _worker.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_fails_for_a_while_is_delivered_again_and_its_sender_gets_one_answer()
    {
        _failuresLeft = 2;

        await PublishAsync();

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the answer");
        (answer.BasicProperties.Type, answer.BasicProperties.CorrelationId).ShouldBe(("BalanceUpdated", "c-1"));
        Encoding.UTF8.GetString(answer.Body.Span).ShouldContain("\"version\":1");
        _worker.Output.ShouldContain("is delivered again in 1 s (1 of 2): ThrottlingException");
        (await _channel.MessageCountAsync(_replies)).ShouldBe(0u);
        (await _channel.MessageCountAsync("wallet-set-balance_error")).ShouldBe(0u);
        (await _channel.MessageCountAsync("wallet-set-balance_skipped")).ShouldBe(0u);
    }

    [Fact]
    public async Task A_message_that_finds_no_table_waits_until_it_is_back()
    {
        _fault = ProxyFault.NoTable;
        _failuresLeft = 2;

        await PublishAsync();

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the answer");
        answer.BasicProperties.Type.ShouldBe("BalanceUpdated");
        _worker.Output.ShouldContain("is delivered again in 1 s (2 of 2): ResourceNotFoundException");
    }

    [Fact]
    public async Task A_message_that_keeps_failing_is_parked_as_it_came_after_its_last_delay_and_its_sender_told_once()
    {
        _failuresLeft = int.MaxValue;

        await PublishAsync();

        var parked = await ParkedAsync();
        var properties = parked.BasicProperties;
        Encoding.UTF8.GetString(parked.Body.Span).ShouldBe(Body);
        (
            properties.MessageId,
            properties.CorrelationId,
            properties.ReplyTo,
            properties.Priority,
            properties.ContentType,
            properties.DeliveryMode
        ).ShouldBe(("m-1", "c-1", _replies, (byte)3, "application/json", DeliveryModes.Persistent));
        Encoding.UTF8.GetString((byte[])properties.Headers!["tenant"]!).ShouldBe("blue");
        properties.Headers[Redelivery.CountHeader].ShouldBe(2);
        var told = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the failure");
        told.BasicProperties.Type.ShouldBe("RequestFailed");
        (await _channel.MessageCountAsync(_replies)).ShouldBe(0u);
        (await _channel.MessageCountAsync("wallet-set-balance_skipped")).ShouldBe(0u);
        _calls.ShouldBe(
            3 * 2,
            "each delivery was to be attempted by the table client alone, and not by the process, too"
        );
    }

    [Fact]
    public async Task An_event_that_a_full_queue_rejects_is_published_until_there_is_room_and_its_message_not_parked()
    {
        var full = (
            await _channel.QueueDeclareAsync(
                "",
                arguments: new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" }
            )
        ).QueueName;
        await _channel.BasicPublishAsync("", full, "the one that it has room for"u8.ToArray());
        var roomy = (await _channel.QueueDeclareAsync()).QueueName;
        foreach (var queue in (string[])[full, roomy])
            await _channel.QueueBindAsync(queue, "Wallet.Contracts:BalanceUpdated", "");

        await PublishAsync();
        await Eventually.IsTrueAsync(
            async () => await _channel.MessageCountAsync(roomy) >= 8,
            "the event to be told again and again"
        );
        (await _channel.MessageCountAsync(_replies)).ShouldBe(0u);
        await _channel.QueuePurgeAsync(full);

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the answer");
        answer.BasicProperties.Type.ShouldBe("BalanceUpdated");
        var told = await Eventually.GetAsync(() => _channel.BasicGetAsync(full, autoAck: true), "the event");
        Encoding.UTF8.GetString(told.Body.Span).ShouldContain($"{_userId}");
        (await _channel.MessageCountAsync("wallet-set-balance_error")).ShouldBe(0u);
    }

    [Fact]
    public async Task A_message_that_can_never_be_carried_out_is_parked_at_once()
    {
        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties(),
            "{}"u8.ToArray()
        );

        (await ParkedAsync()).BasicProperties.Headers!.ShouldNotContainKey(Redelivery.CountHeader);
        _worker.Output.ShouldNotContain("is delivered again in");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delay_queue_that_was_deleted_is_declared_again(bool hasItsExchange)
    {
        await _channel.QueueDeleteAsync(QueueNames.Delay(1));
        if (!hasItsExchange)
            await _channel.ExchangeDeleteAsync(QueueNames.Delay(1));
        _failuresLeft = 2; // the table client tries twice

        await PublishAsync();

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the answer");
        answer.BasicProperties.Type.ShouldBe("BalanceUpdated");
        _worker.Output.ShouldContain("is delivered again in 1 s (1 of 2): ThrottlingException");
        (await _channel.MessageCountAsync("wallet-set-balance_error")).ShouldBe(0u);
    }

    [Fact]
    public async Task A_message_that_cannot_be_put_off_is_parked_and_its_sender_is_told()
    {
        var name = QueueNames.Delay(1);
        await _channel.ExchangeDeleteAsync(name);
        await _channel.ExchangeDeclareAsync(name, ExchangeType.Direct); // so that ours can neither be used nor declared
        _failuresLeft = int.MaxValue;

        await PublishAsync();

        Encoding.UTF8.GetString((await ParkedAsync()).Body.Span).ShouldBe(Body);
        var told = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the failure");
        told.BasicProperties.Type.ShouldBe("RequestFailed");
        _worker.Output.ShouldContain("could not be deferred for 1 s and is parked");
        await _channel.ExchangeDeleteAsync(name);
    }

    [Fact]
    public async Task Copies_that_a_sender_asked_for_are_not_made_with_the_worker_s_rights()
    {
        var copies = (await _channel.QueueDeclareAsync()).QueueName;
        var secret = (await _channel.QueueDeclareAsync()).QueueName;
        _failuresLeft = 2; // the table client tries twice

        // A fanout exchange makes none; that of a delay queue, to which the message comes back through another, would.
        await PublishAsync(("CC", new List<object?> { copies }), ("BCC", new List<object?> { secret }));

        await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the answer");
        _worker.Output.ShouldContain("is delivered again in 1 s (1 of 2): ThrottlingException");
        (await _channel.MessageCountAsync(copies)).ShouldBe(0u);
        (await _channel.MessageCountAsync(secret)).ShouldBe(0u);
    }

    private string Body => $$"""{"userId":"{{_userId}}","balance":5,"operationId":"{{_operationId}}"}""";

    private ProxyFault FaultOf(string operation)
    {
        // Not a read: the worker's own probe reads, too.
        if (operation != "TransactWriteItems" || _failuresLeft <= 0)
            return ProxyFault.None;
        _failuresLeft--;
        Interlocked.Increment(ref _calls);
        return _fault;
    }

    private async Task PublishAsync(params (string Name, object? Value)[] more) =>
        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties
            {
                MessageId = "m-1",
                CorrelationId = "c-1",
                ReplyTo = _replies,
                Priority = 3,
                ContentType = "application/json",
                Expiration = "60000",
                Headers = more.Append(("tenant", "blue")).ToDictionary(one => one.Item1, one => one.Item2),
            },
            Encoding.UTF8.GetBytes(Body)
        );

    private Task<BasicGetResult> ParkedAsync() =>
        Eventually.GetAsync(
            () => _channel.BasicGetAsync("wallet-set-balance_error", autoAck: true),
            "the message to be parked"
        );
}
