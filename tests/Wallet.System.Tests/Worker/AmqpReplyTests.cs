using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SystemTests.Parts;

namespace SystemTests.Worker;

/// <summary>
/// Request and reply as AMQP itself has it: <c>reply_to</c>, <c>correlation_id</c>, and plain JSON both ways.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class AmqpReplyTests(LocalServers servers, RunningWorker worker)
    : IClassFixture<RunningWorker>,
        IAsyncLifetime
{
    private const string DirectReplyTo = "amq.rabbitmq.reply-to";

    private readonly Guid _userId = Guid.NewGuid();
    private readonly TaskCompletionSource<(IReadOnlyBasicProperties Properties, byte[] Body)> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await servers.PlainRabbitMqAsync();
        _channel = await _connection.CreateChannelAsync();
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    /// <summary>Requests, with what the reply must be called and hold.</summary>
    public static TheoryData<string, string, string, string> Requests =>
        new()
        {
            {
                "SetBalance",
                """{"userId":"USER","balance":7,"operationId":"OPERATION"}""",
                "BalanceUpdated",
                "\"version\":1"
            },
            {
                "SetBalance",
                """{"userId":"USER","balance":7,"operationId":"OPERATION","expectedVersion":3}""",
                "OperationRefused",
                "\"reason\":\"VersionMismatch\""
            },
            {
                "AdjustBalance",
                """{"userId":"USER","amount":7,"operationId":"OPERATION"}""",
                "OperationRefused",
                "\"reason\":\"WalletNotFound\""
            },
            {
                "TransferBalance",
                """{"from":"USER","to":"OPERATION","amount":7,"operationId":"OPERATION"}""",
                "OperationRefused",
                "\"reason\":\"WalletNotFound\""
            },
            { "GetBalance", """{"userId":"USER"}""", "BalanceResult", "\"found\":false" },
            { "GetHistory", """{"userId":"USER"}""", "HistoryResult", "\"operations\":[]" },
            {
                "SetBalance",
                """{"userId":"USER","operationId":"OPERATION"}""",
                "RequestFailed",
                "balance is missing. Send a whole number"
            },
            { "SetBalance", """{"userId":"USER","balance":7}""", "RequestFailed", "operationId is missing" },
            { "SetBalance", "<balance/>", "RequestFailed", "it cannot be read" },
            {
                "GetBalance",
                """{"userId":"00000000-0000-0000-0000-000000000000"}""",
                "RequestFailed",
                "userId is the all-zero UUID"
            },
        };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Whoever_names_a_reply_queue_is_answered_there_in_plain_JSON(
        string exchange,
        string body,
        string type,
        string part
    )
    {
        var queue = (await _channel.QueueDeclareAsync()).QueueName;

        await AskAsync(exchange, body, queue, "any text, such as 17");

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(queue, autoAck: true), "the answer");
        ShouldBe(answer.BasicProperties, "any text, such as 17", type);
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        text.ShouldContain(part);
        using var json = JsonDocument.Parse(text);
        if (type == "RequestFailed")
            json.RootElement.GetProperty("parkedIn")
                .GetString()
                .ShouldBe($"wallet-{(exchange == "SetBalance" ? "set" : "get")}-balance_error");
        (await _channel.MessageCountAsync(queue)).ShouldBe(0u);
        worker.HasExited.ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        """{"userId":"USER","balance":7,"operationId":"OPERATION"}""",
        "application/vnd.masstransit+json",
        "Its content type promises MassTransit's envelope, and its body is none."
    )]
    [InlineData("null", "application/json", "Its body is null.")]
    public async Task Whoever_mistakes_plain_for_enveloped_is_told_so_at_the_reply_queue(
        string body,
        string contentType,
        string part
    )
    {
        var queue = (await _channel.QueueDeclareAsync()).QueueName;

        await AskAsync("SetBalance", body, queue, "c-3", contentType: contentType);

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(queue, autoAck: true), "the answer");
        ShouldBe(answer.BasicProperties, "c-3", "RequestFailed");
        Encoding.UTF8.GetString(answer.Body.Span).ShouldContain(part);
    }

    [Fact]
    public async Task RabbitMQ_s_direct_reply_to_works()
    {
        await ConsumeDirectRepliesAsync();

        await AskAsync(
            "SetBalance",
            """{"userId":"USER","balance":7,"operationId":"OPERATION"}""",
            DirectReplyTo,
            "c-1"
        );

        var answer = await _answer.Task.WaitAsync(TimeSpan.FromMinutes(1));
        ShouldBe(answer.Properties, "c-1", "BalanceUpdated");
        using var json = JsonDocument.Parse(answer.Body);
        (json.RootElement.GetProperty("userId").GetGuid(), json.RootElement.GetProperty("balance").GetInt64()).ShouldBe(
            (_userId, 7)
        );
    }

    [Fact]
    public async Task A_direct_reply_that_has_arrived_is_not_said_to_be_lost()
    {
        await ConsumeDirectRepliesAsync();
        await AskAsync("GetBalance", """{"userId":"USER"}""", DirectReplyTo, "c-1");
        await _answer.Task.WaitAsync(TimeSpan.FromMinutes(1));

        // The loss is logged: this one's line comes after everything about the first.
        var vanished = $"vanished-{Guid.NewGuid()}";
        await AskAsync("GetBalance", """{"userId":"USER"}""", vanished, "c-2");
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains($"could not be sent to {vanished}", StringComparison.Ordinal),
            "the line"
        );

        worker.Output.ShouldNotContain($"could not be sent to {DirectReplyTo}");
    }

    [Fact]
    public async Task A_sender_without_a_correlation_id_is_answered_without_one()
    {
        var queue = (await _channel.QueueDeclareAsync()).QueueName;

        await AskAsync("GetBalance", """{"userId":"USER"}""", queue, correlationId: null);

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(queue, autoAck: true), "the answer");
        answer.BasicProperties.IsCorrelationIdPresent().ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_id_that_is_a_UUID_stands_for_the_operation_id()
    {
        var queue = (await _channel.QueueDeclareAsync()).QueueName;
        var id = Guid.NewGuid();

        await AskAsync("SetBalance", """{"userId":"USER","balance":7}""", queue, "1", messageId: $"{id}");
        await AskAsync("SetBalance", """{"userId":"USER","balance":7}""", queue, "2", messageId: $"{id}");

        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(queue, autoAck: true), "the answer");
            answers.Add(Encoding.UTF8.GetString(answer.Body.Span));
        }

        answers[0].ShouldContain($"\"operationId\":\"{id}\"");
        answers[1].ShouldBe(answers[0], "a repeat gets the stored answer");
    }

    private async Task AskAsync(
        string exchange,
        string body,
        string replyTo,
        string? correlationId,
        string? messageId = null,
        string contentType = "application/json"
    )
    {
        var text = body.Replace("USER", $"{_userId}", StringComparison.Ordinal)
            .Replace("OPERATION", $"{Guid.NewGuid()}", StringComparison.Ordinal);
        var properties = new BasicProperties { ContentType = contentType, ReplyTo = replyTo };
        if (correlationId is not null)
            properties.CorrelationId = correlationId;
        if (messageId is not null)
            properties.MessageId = messageId;
        await _channel.BasicPublishAsync(
            $"Wallet.Contracts:{exchange}",
            "",
            mandatory: true,
            properties,
            Encoding.UTF8.GetBytes(text)
        );
    }

    private async Task ConsumeDirectRepliesAsync()
    {
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            _answer.TrySetResult((delivery.BasicProperties, delivery.Body.ToArray()));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(DirectReplyTo, autoAck: true, consumer);
    }

    private static void ShouldBe(IReadOnlyBasicProperties properties, string correlationId, string type)
    {
        properties.CorrelationId.ShouldBe(correlationId);
        properties.Type.ShouldBe(type);
        properties.ContentType.ShouldNotBeNull().ShouldBe("application/json");
    }
}
