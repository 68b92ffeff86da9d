using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>
/// What a sender put on a message has no effect when the worker moves it; who sent it is told after it was moved, and
/// once.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class MovedMessageTests(BrokerOfTwo own) : IClassFixture<BrokerOfTwo>, IAsyncLifetime
{
    private const string EnvelopeType = "application/vnd.masstransit+json";
    private const string Error = "wallet-set-balance_error";
    private const string Skipped = "wallet-set-balance_skipped";

    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private string _replies = "";

    public async ValueTask InitializeAsync()
    {
        _connection = await own.ConnectAsync(BrokerOfTwo.Sender);
        _channel = await _connection.CreateChannelAsync();
        await _channel.QueuePurgeAsync(Error);
        await _channel.QueuePurgeAsync(Skipped);
        // The worker may answer an envelope where a name is like that of a bus (docs/permissions.md).
        _replies = (await _channel.QueueDeclareAsync($"sender_bus_{Guid.NewGuid():N}")).QueueName;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public async Task A_bad_message_in_a_user_s_name_is_parked_and_its_sender_is_told_once()
    {
        await PublishAsync(
            new BasicProperties
            {
                UserId = BrokerOfTwo.Sender,
                ReplyTo = _replies,
                Expiration = "60000",
            },
            "{}"
        );

        var told = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the failure");
        told.BasicProperties.Type.ShouldBe(nameof(RequestFailed));
        Encoding.UTF8.GetString(told.Body.Span).ShouldContain($"\"parkedIn\":\"{Error}\"");
        // It was confirmed there before that, so it is there at once.
        var parked = (await _channel.BasicGetAsync(Error, autoAck: true)).ShouldNotBeNull();
        Encoding.UTF8.GetString(parked.Body.Span).ShouldBe("{}");
        (Header(parked, "wallet-user-id"), Header(parked, "wallet-expiration")).ShouldBe((BrokerOfTwo.Sender, "60000"));
        parked.BasicProperties.IsUserIdPresent().ShouldBeFalse();
        await ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A_message_of_another_type_in_a_user_s_name_is_put_aside_where_it_does_not_expire()
    {
        var body = """{"messageType":["urn:message:Wallet.Contracts:Nothing"],"message":{"balance":5} }""";

        await PublishAsync(
            new BasicProperties
            {
                UserId = BrokerOfTwo.Sender,
                ContentType = EnvelopeType,
                Expiration = "20000",
            },
            body
        );

        var aside = await Eventually.GetAsync(
            () => _channel.BasicGetAsync(Skipped, autoAck: true),
            "the message to be put aside"
        );
        Encoding.UTF8.GetString(aside.Body.Span).ShouldBe(body);
        (aside.BasicProperties.IsUserIdPresent(), aside.BasicProperties.IsExpirationPresent()).ShouldBe((false, false));
        (Header(aside, "wallet-user-id"), Header(aside, "wallet-expiration")).ShouldBe((BrokerOfTwo.Sender, "20000"));
        await ShouldBeAtRestAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(true, int.MaxValue)]
    public async Task While_the_error_queue_is_full_others_are_answered_and_the_sender_is_told_once_when_there_is_room(
        bool isPlain, int? forgedCount = null)
    {
        await _channel.QueueDeleteAsync(Error);
        await _channel.QueueDeclareAsync(
            Error,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = "classic",
                ["x-max-length"] = 1,
                ["x-overflow"] = "reject-publish",
            }
        );
        await _channel.BasicPublishAsync("", Error, "the one that it has room for"u8.ToArray());
        var already = own.Worker.Output.Length;

        await PublishBadAsync(isPlain, forgedCount);
        await Eventually.IsTrueAsync(
            () =>
                own
                    .Worker.Output[already..]
                    .Contains($"'{Error}' takes no message: it is full", StringComparison.Ordinal),
            "the worker to say that it is full"
        );
        // Long enough for it to have come back: later messages get responses, and it is parked nowhere.
        await Eventually.IsTrueAsync(async () => await ReturnsAsync() > 0, "the message to come back");
        for (var number = 1; number <= 20; number++)
            await AnswerAsync();
        (await _channel.MessageCountAsync(_replies)).ShouldBe(0u);
        await _channel.QueuePurgeAsync(Error);

        var told = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the failure");
        Encoding.UTF8.GetString(told.Body.Span).ShouldContain("userId is missing");
        var parked = (await _channel.BasicGetAsync(Error, autoAck: true)).ShouldNotBeNull();
        Header(parked, "MT-Fault-Message").ShouldContain("userId is missing");
        parked.BasicProperties.Headers!.ShouldNotContainKey("wallet-parking-attempts");
        own.Worker.Output[already..].Split($"'{Error}' takes no message").Length.ShouldBe(2, "it was to be said once");
        own.Worker.Output[already..].ShouldContain($"'{Error}' takes messages again");
        await ShouldBeAtRestAsync();

        Task<uint> ReturnsAsync() => _channel.MessageCountAsync("wallet-delay-1s");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_queue_that_was_deleted_is_declared_again(bool isPlain)
    {
        await _channel.QueueDeleteAsync(Error);

        await PublishBadAsync(isPlain);

        var told = await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the failure");
        Encoding.UTF8.GetString(told.Body.Span).ShouldContain("userId is missing");
        (await _channel.BasicGetAsync(Error, autoAck: true)).ShouldNotBeNull();
        await ShouldBeAtRestAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_message_whose_headers_fill_a_frame_is_parked_with_what_has_room(int count)
    {
        var length = 126_500 / count;
        var headers = Enumerable
            .Range(0, count)
            .ToDictionary(one => $"h{one}", _ => (object?)new string('x', length), StringComparer.Ordinal);

        await PublishAsync(
            new BasicProperties
            {
                UserId = BrokerOfTwo.Sender,
                ReplyTo = _replies,
                Headers = headers,
            },
            "{}"
        );

        await Eventually.GetAsync(() => _channel.BasicGetAsync(_replies, autoAck: true), "the failure");
        var parked = (await _channel.BasicGetAsync(Error, autoAck: true)).ShouldNotBeNull();
        Header(parked, "MT-Fault-Message").ShouldContain("userId is missing");
        Header(parked, "wallet-headers-left-out").ShouldContain("h0");
        parked.BasicProperties.Headers!.Keys.Count(name => name.StartsWith('h')).ShouldBe(count - 1);
        await ShouldBeAtRestAsync();
    }

    private Task PublishBadAsync(bool isPlain, int? forgedCount = null) =>
        isPlain
            ? PublishAsync(new BasicProperties { ReplyTo = _replies, Headers = Forged(forgedCount) }, "{}")
            : PublishAsync(
                new BasicProperties { ContentType = EnvelopeType },
                $$"""{"requestId":"{{Guid.NewGuid()}}","responseAddress":"queue:{{_replies}}","messageType":["urn:"""
                    + $$"""message:Wallet.Contracts:SetBalance"],"message":{} }"""
            );

    private static Dictionary<string, object?>? Forged(int? count) =>
        count is null ? null : new() { ["wallet-parking-attempts"] = count };

    private async Task PublishAsync(BasicProperties properties, string body) =>
        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            properties,
            Encoding.UTF8.GetBytes(body)
        );

    private static string Header(BasicGetResult message, string name) =>
        Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers![name]!);

    /// <summary>Nothing is delivered again, no sender is notified again, and the queue is consumed.</summary>
    private async Task ShouldBeAtRestAsync()
    {
        await AnswerAsync();
        var input = await _channel.QueueDeclarePassiveAsync("wallet-set-balance");
        (input.MessageCount, input.ConsumerCount).ShouldBe((0u, 1u));
        (await _channel.MessageCountAsync(_replies)).ShouldBe(0u);
        (await _channel.MessageCountAsync(Error)).ShouldBe(0u);
        (await _channel.MessageCountAsync(Skipped)).ShouldBe(0u);
        own.Worker.HasExited.ShouldBeFalse();
    }

    /// <summary>Sends another sender's valid message and waits for its response.</summary>
    private async Task AnswerAsync()
    {
        var replies = (await _channel.QueueDeclareAsync()).QueueName;
        await PublishAsync(
            new BasicProperties { ReplyTo = replies },
            $$"""{"userId":"{{Guid.NewGuid()}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}"""
        );
        var answer = await Eventually.GetAsync(
            () => _channel.BasicGetAsync(replies, autoAck: true),
            "the answer to a good message"
        );
        answer.BasicProperties.Type.ShouldBe(nameof(BalanceUpdated));
    }
}

/// <summary>A broker and a worker.</summary>
public sealed class BrokerOfTwo(LocalServers servers) : IAsyncLifetime
{
    /// <summary>Who sends, and looks into the queues, too.</summary>
    internal const string Sender = DocumentedUsers.Tester;

    private readonly BrokerPart _broker = new();

    internal WorkerProcess Worker { get; private set; } = null!;

    internal int Port => _broker.Port;

    public async ValueTask InitializeAsync()
    {
        await _broker.StartAsync();
        Worker = WorkerProcess.Launch(Port, servers.Engine, ("Worker__RedeliveryDelaysSeconds", "1,1"));
        await Worker.WaitUntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await _broker.DisposeAsync();
    }

    internal Task<IConnection> ConnectAsync(string user) => _broker.ConnectAsync(user);
}
