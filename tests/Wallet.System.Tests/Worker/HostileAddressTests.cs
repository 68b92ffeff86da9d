using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>
/// A reply address that cannot be used costs its sender the reply. It costs the worker nothing, and the operation takes
/// effect once.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class HostileAddressTests(LocalServers servers, RunningWorker worker)
    : IClassFixture<RunningWorker>,
        IAsyncLifetime
{
    private const string EnvelopeType = "application/vnd.masstransit+json";

    private readonly Guid _userId = Guid.NewGuid();
    private readonly Guid _operationId = Guid.NewGuid();
    private readonly string _name = $"theirs-{Guid.NewGuid():N}";
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private string _events = "";
    private int _eventCount;

    public async ValueTask InitializeAsync()
    {
        _connection = await servers.PlainRabbitMqAsync();
        _channel = await _connection.CreateChannelAsync();
        _events = (await _channel.QueueDeclareAsync()).QueueName;
        await _channel.QueueBindAsync(_events, "Wallet.Contracts:BalanceUpdated", "");
        await _channel.ExchangeDeclareAsync($"{_name}-direct", ExchangeType.Direct, durable: false, autoDelete: true);
        await _channel.QueueDeclareAsync($"{_name}-exclusive");
        await _channel.QueuePurgeAsync("wallet-set-balance_error");
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    /// <summary>
    /// Addresses of MassTransit's; NAME-direct is an exchange of another type, NAME-exclusive a queue that belongs to
    /// another connection.
    /// </summary>
    public static TheoryData<string> Addresses =>
    [
        "exchange:NAME-direct",
        "queue:NAME-exclusive",
        "exchange:NAME-direct?temporary=true",
        "queue:NAME-direct",
        "exchange:amq.rabbitmq.reply-to",
        "exchange:amq.fanout",
        "exchange:amq.nothing",
        "exchange:Wallet.Contracts:BalanceUpdated",
        "queue:wallet-set-balance",
        "exchange:wallet-set-balance_error",
        "rabbitmq://127.0.0.1:PORT/another-vhost/NAME-direct",
        "rabbitmq://127.0.0.1:PORT/NAME-vanished?temporary=true",
        $"exchange:{new string('x', 300)}",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public Task A_response_address_that_cannot_be_used_costs_only_the_reply(string address)
    {
        var own = address
            .Replace("NAME", _name, StringComparison.Ordinal)
            .Replace("PORT", $"{servers.BrokerPort}", StringComparison.Ordinal);
        return ShouldTakeEffectOnceAsync(
            new BasicProperties { ContentType = EnvelopeType },
            $$"""
            {
              "requestId":"{{Guid.NewGuid()}}", "responseAddress":"{{own}}",
              "messageType":["urn:message:Wallet.Contracts:SetBalance"],
              "message":{"userId":"{{_userId}}","balance":5,"operationId":"{{_operationId}}"}
            }
            """);
    }

    /// <summary>AMQP's own reply_to.</summary>
    public static TheoryData<string> ReplyTos =>
    [
        "NAME-vanished", "amq.rabbitmq.reply-to.g1h2AA.bogus==", "", new string('y', 255), "amq.nothing",
        "wallet-set-balance", "wallet-set-balance_error",
    ];

    [Theory]
    [MemberData(nameof(ReplyTos))]
    public Task A_reply_queue_that_is_not_there_costs_only_the_reply(string replyTo) => ShouldTakeEffectOnceAsync(
        new BasicProperties { ReplyTo = replyTo.Replace("NAME", _name, StringComparison.Ordinal), CorrelationId = "1" },
        $$"""{"userId":"{{_userId}}","balance":5,"operationId":"{{_operationId}}"}""");

    /// <summary>
    /// What closes the channel that it is answered on, and what makes RabbitMQ close the whole connection.
    /// </summary>
    public static TheoryData<string, string?> Rains =>
        new() { { "NAME-direct", null }, { "", "amq.rabbitmq.reply-to.g1h2AA.bogus==" } };

    [Theory]
    [MemberData(nameof(Rains))]
    public async Task Good_senders_are_answered_while_bad_addresses_rain_in(string exchange, string? replyTo)
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        using var stop = new CancellationTokenSource();
        var rain = RainAsync(exchange.Replace("NAME", _name, StringComparison.Ordinal), replyTo, stop.Token);

        for (var version = 1; version <= 200; version++)
        {
            var updated = await bus.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance
                {
                    UserId = _userId,
                    Balance = version,
                    OperationId = Guid.NewGuid(),
                }
            );
            updated.Version.ShouldBe(version);
        }

        await stop.CancelAsync();
        (await rain).ShouldBeGreaterThan(10);
    }

    /// <summary>More of them than a worker works on at once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answers_that_a_full_queue_rejects_are_lost_and_nobody_waits_for_them(bool isPlain)
    {
        const int Senders = 200;
        var full = (await _channel.QueueDeclareAsync($"sender_bus_{_name}", arguments: new Dictionary<string, object?>
        {
            ["x-max-length"] = 1, ["x-overflow"] = "reject-publish",
        })).QueueName;
        await _channel.BasicPublishAsync("", full, "the one that it has room for"u8.ToArray());
        await _channel.QueuePurgeAsync("wallet-set-balance_dead");
        await using var bus = await BusClient.ConnectAsync(servers);

        for (var sender = 0; sender < Senders; sender++)
        {
            var message = $$"""{"userId":"{{Guid.NewGuid()}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""";
            await PublishAsync(
                isPlain ? new BasicProperties { ReplyTo = full } : new BasicProperties { ContentType = EnvelopeType },
                isPlain ? message : Enveloped("SetBalance", message, $"queue:{full}"));
        }

        var watch = Stopwatch.StartNew();
        var good = new SetBalance { UserId = _userId, Balance = 1, OperationId = Guid.NewGuid() };
        await bus.AskAsync<SetBalance, BalanceUpdated>(good);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        await Eventually.IsTrueAsync(
            async () => await _channel.MessageCountAsync("wallet-set-balance") == 0, "the queue to be empty");
        (await _channel.MessageCountAsync("wallet-set-balance_dead")).ShouldBe(0u);
        (await _channel.MessageCountAsync(full)).ShouldBe(1u);
    }

    /// <summary>
    /// What lies there and cannot be brought back to anywhere stands before all that can: the broker keeps 32 of them.
    /// </summary>
    [Theory]
    [InlineData("wallet-delay-1s", null)]
    [InlineData(null, "exchange:wallet-delay-1s")]
    [InlineData(null, "queue:wallet-delay-1s")]
    public async Task Answers_that_are_wanted_in_a_queue_of_the_worker_s_own_keep_nothing_from_coming_back(
        string? replyTo, string? address)
    {
        const int Senders = 50;
        for (var sender = 0; sender < Senders; sender++)
        {
            var message = $$"""{"userId":"{{Guid.NewGuid()}}"}""";
            await _channel.BasicPublishAsync(
                "Wallet.Contracts:GetBalance",
                "",
                mandatory: true,
                new BasicProperties { ReplyTo = replyTo, ContentType = address is null ? null : EnvelopeType },
                Encoding.UTF8.GetBytes(address is null ? message : Enveloped("GetBalance", message, address)));
        }

        await using var bus = await BusClient.ConnectAsync(servers);
        await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId }); // behind all of them
        var back = (await _channel.QueueDeclareAsync()).QueueName;
        await _channel.BasicPublishAsync("wallet-delay-1s", back, "as a message that is tried again"u8.ToArray());

        await Eventually.GetAsync(() => _channel.BasicGetAsync(back, autoAck: true), "the message to come back");
        (await _channel.MessageCountAsync("wallet-delay-1s")).ShouldBe(0u);
    }

    /// <summary>
    /// An exchange that is not there closes the channel, with what others have on it and was not confirmed.
    /// </summary>
    [Fact]
    public async Task Others_are_answered_once_while_addresses_name_exchanges_that_are_not_there()
    {
        const int Senders = 300;
        var replies = (await _channel.QueueDeclareAsync()).QueueName;
        for (var sender = 0; sender < Senders; sender++)
        {
            var message = $$"""{"userId":"{{Guid.NewGuid()}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""";
            await PublishAsync(new BasicProperties { ReplyTo = replies, CorrelationId = $"{sender}" }, message);
            var address = $"exchange:{_name}-{sender}";
            await PublishAsync(
                new BasicProperties { ContentType = EnvelopeType },
                $$"""
                {
                  "responseAddress":"{{address}}", "messageType":["urn:message:Wallet.Contracts:SetBalance"],
                  "message":{{message.Replace(":5,", ":6,", StringComparison.Ordinal)}}
                }
                """);
        }

        var answers = new List<string>();
        await Eventually.IsTrueAsync(
            async () =>
            {
                while (await _channel.BasicGetAsync(replies, autoAck: true) is { } answer)
                    answers.Add(answer.BasicProperties.CorrelationId!);
                return answers.Distinct(StringComparer.Ordinal).Count() == Senders
                    && await _channel.MessageCountAsync("wallet-set-balance") == 0;
            },
            "everybody to be answered");
        answers.Count.ShouldBe(Senders);
    }

    private static string Enveloped(string request, string message, string address) =>
        $$"""
        {
          "responseAddress":"{{address}}", "messageType":["urn:message:Wallet.Contracts:{{request}}"],
          "message":{{message}}
        }
        """;

    private async Task<int> RainAsync(string exchange, string? replyTo, CancellationToken stop)
    {
        for (var drops = 0; ; drops++)
        {
            if (stop.IsCancellationRequested)
                return drops;
            var message = $$"""{"userId":"{{Guid.NewGuid()}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""";
            var envelope =
                $$"""{"responseAddress":"exchange:{{exchange}}", "messageType":["urn:message:Wallet.Contracts:"""
                    + $$"""SetBalance"], "message":{{message}}}""";
            await PublishAsync(
                replyTo is null
                    ? new BasicProperties { ContentType = EnvelopeType }
                    : new BasicProperties { ReplyTo = replyTo },
                replyTo is null ? envelope : message
            );
            await Task.Delay(5, CancellationToken.None); // a steady rain, so that good and bad ones mix
        }
    }

    private async Task ShouldTakeEffectOnceAsync(BasicProperties properties, string body)
    {
        await using var bus = await BusClient.ConnectAsync(servers);

        await PublishAsync(properties, body);

        await Eventually.GetAsync(
            async () =>
                (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Found
                    ? body
                    : null,
            "the operation to take effect"
        );
        var next = await bus.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance
            {
                UserId = _userId,
                Balance = 6,
                OperationId = Guid.NewGuid(),
            }
        );
        next.Version.ShouldBe(2, "the operation took effect once, and the next sender is answered");
        await Eventually.GetAsync(async () => await CountEventsAsync() >= 2 ? body : null, "an event of each");
        await Eventually.GetAsync(
            async () => await _channel.MessageCountAsync("wallet-set-balance") == 0 ? body : null,
            "the queue to be empty"
        );
        (await _channel.MessageCountAsync("wallet-set-balance_error")).ShouldBe(0u);

        // One more, all the way through: whatever would be delivered over and over has been so again by then.
        (
            await bus.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance
                {
                    UserId = _userId,
                    Balance = 7,
                    OperationId = Guid.NewGuid(),
                }
            )
        ).Version.ShouldBe(3);
        (await CountEventsAsync()).ShouldBe(3, "a message that is delivered again publishes its event again");
        worker.HasExited.ShouldBeFalse();
    }

    /// <summary>The events of this test's wallet so far.</summary>
    private async Task<int> CountEventsAsync()
    {
        while (await _channel.BasicGetAsync(_events, autoAck: true) is { } one)
        {
            if (Encoding.UTF8.GetString(one.Body.Span).Contains($"{_userId}", StringComparison.Ordinal))
                _eventCount++;
        }

        return _eventCount;
    }

    private async Task PublishAsync(BasicProperties properties, string body) =>
        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            properties,
            Encoding.UTF8.GetBytes(body)
        );
}
