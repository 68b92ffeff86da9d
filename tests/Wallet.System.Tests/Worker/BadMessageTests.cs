using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class BadMessageTests(LocalServers servers, RunningWorker worker)
    : IClassFixture<RunningWorker>,
        IAsyncLifetime
{
    private const string EnvelopeType = "application/vnd.masstransit+json";

    private readonly Guid _userId = Guid.NewGuid();
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    /// <summary>Bodies of SetBalance that must have no effect, and what the fault must say.</summary>
    public static TheoryData<string, string> Bodies =>
        new()
        {
            {
                """{"userId":"USER"}""",
                "balance is missing. Send a whole number from -9223372036854775808 to 9223372036854775807."
            },
            { """{"balance":1}""", "userId is missing. Send a UUID such as" },
            { "{}", "userId is missing" },
            { "", "balance is missing" },
            { """{"userId":"USER","balance":null}""", "balance is null" },
            { """{"userId":null,"balance":1}""", "userId is null" },
            { """{"userId":"USER","balance":12.5}""", "balance is 12.5. Send a whole number" },
            { """{"userId":"USER","balance":1e3}""", "balance is 1e3" },
            { """{"userId":"USER","balance":9223372036854775808}""", "balance is 9223372036854775808" },
            { """{"userId":"USER","balance":-9223372036854775809}""", "balance is -9223372036854775809" },
            { """{"userId":"USER","balance":"ten"}""", "balance is \"ten\"" },
            { """{"userId":"USER","balance":""}""", "balance is \"\"" },
            { """{"userId":"USER","balance":true}""", "balance is true" },
            { """{"userId":"USER","balance":[1]}""", "balance is [1]" },
            { """{"userId":"USER","balance":1,"balance":2}""", "balance is there 2 times" },
            { """{"userId":"USER","balance":1,"Balance":2}""", "balance is there 2 times" },
            { """{"userId":"USERx","balance":1}""", "userId is \"" },
            { """{"userId":" USER","balance":1}""", "userId is \"" },
            { """{"userId":"{USER}","balance":1}""", "userId is \"{" },
            { """{"userId":17,"balance":1}""", "userId is 17" },
            { """{"userId":"USER","balance":1,"operationId":"mine"}""", "operationId is \"mine\"" },
            { """{"userId":"USER","balance":1,"expectedVersion":"soon"}""", "expectedVersion is \"soon\"" },
            { """{"userId":"USER","balance":1}""", "operationId is missing, and the message has no id" },
            { """[{"userId":"USER","balance":1}]""", "its body is [" },
            { """{"userId":"USER","balance":1""", "it cannot be read. Its body is not the JSON that was expected" },
            { "<balance>1</balance>", "it cannot be read. Its body is not the JSON that was expected" },
            { "null", "it cannot be read." },
            {
                "{\"messageType\":[\"urn:message:Wallet.Contracts:SetBalance\"],"
                    + "\"message\":{\"userId\":\"USER\",\"balance\":1}}",
                "its body is an envelope of MassTransit. Send it with the content type"
            },
        };

    public async ValueTask InitializeAsync()
    {
        _connection = await servers.PlainRabbitMqAsync();
        _channel = await _connection.CreateChannelAsync();
        await _channel.QueuePurgeAsync("wallet-set-balance_error");
        await _channel.QueuePurgeAsync("wallet-get-balance_error");
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_body_is_parked_as_it_came_with_a_fault_that_names_the_field(string body, string fault)
    {
        var bytes = Encoding.UTF8.GetBytes(body.Replace("USER", $"{_userId}", StringComparison.Ordinal));

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties(),
            bytes
        );

        var parked = await ParkedAsync();
        parked.Body.ToArray().ShouldBe(bytes);
        Header(parked, "MT-Fault-Message").ShouldContain(fault);
        Header(parked, "MT-Fault-ExceptionType").ShouldBe("Wallet.Worker.Messages.BadMessageException");
        await ShouldHaveHadNoEffectAsync();
    }

    /// <summary>Envelopes around a message that is good in itself, and what the fault must say.</summary>
    public static TheoryData<string, string> Envelopes => new()
    {
        { """ "messageId":"zz" """, "messageId cannot be used." },
        { """ "messageId":"00000000-0000-0000-0000-000000000000" """, "operationId is the all-zero UUID" },
        { """ "requestId":"zz" """, "requestId cannot be used." },
        { """ "correlationId":"zz" """, "correlationId cannot be used." },
        { """ "conversationId":"zz" """, "conversationId cannot be used." },
        { """ "responseAddress":"zz" """, "responseAddress cannot be used." },
        { """ "responseAddress":"http://x/y" """, "responseAddress cannot be used." },
        { """ "faultAddress":"topic:abc" """, "faultAddress cannot be used." },
        { """ "headers":5 """, "it cannot be read." },
    };

    [Theory]
    [MemberData(nameof(Envelopes))]
    public async Task A_bad_envelope_is_parked_as_it_came_and_the_good_message_in_it_has_no_effect(
        string member,
        string fault
    )
    {
        var bytes = Encoding.UTF8.GetBytes(
            $$"""{ "messageType":["urn:message:Wallet.Contracts:SetBalance"], {{member}}, "message":"""
                + $$"""{"userId":"{{_userId}}","balance":5} }"""
        );

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties { ContentType = EnvelopeType },
            bytes
        );

        var parked = await ParkedAsync();
        parked.Body.ToArray().ShouldBe(bytes);
        Header(parked, "MT-Fault-Message").ShouldContain(fault);
        await ShouldHaveHadNoEffectAsync();
    }

    [Fact]
    public async Task A_message_of_another_type_is_put_aside_as_it_came_and_has_no_effect()
    {
        var bytes = Encoding.UTF8.GetBytes(
            $$"""{"messageType":["urn:message:Wallet.Contracts:Nothing"],"message":{"userId":"{{_userId}}","balance":"""
                + $$"""5} }"""
        );

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties { ContentType = EnvelopeType },
            bytes
        );

        var aside = await Eventually.GetAsync(
            () => _channel.BasicGetAsync("wallet-set-balance_skipped", autoAck: true),
            "the message to be put aside"
        );
        aside.Body.ToArray().ShouldBe(bytes);
        await ShouldHaveHadNoEffectAsync();
    }

    [Theory]
    [InlineData("{}", "userId is missing")]
    [InlineData("""{"userId":"nobody"}""", "userId is \"nobody\"")]
    [InlineData("""{"userId":"00000000-0000-0000-0000-000000000000"}""", "userId is the all-zero UUID")]
    [InlineData("what?", "it cannot be read.")]
    public async Task A_bad_question_is_parked_too(string body, string fault)
    {
        await _channel.BasicPublishAsync(
            "Wallet.Contracts:GetBalance",
            "",
            mandatory: true,
            new BasicProperties(),
            Encoding.UTF8.GetBytes(body)
        );

        var parked = await Eventually.GetAsync(
            () => _channel.BasicGetAsync("wallet-get-balance_error", autoAck: true),
            "the message to be parked"
        );
        Header(parked, "MT-Fault-Message").ShouldContain(fault);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_parked_unread()
    {
        var bytes = Encoding.UTF8.GetBytes(
            $$"""{"userId":"{{_userId}}","balance":"""
                + $$"""5,"operationId":"{{Guid.NewGuid()}}","note":"{{new string('x', 65_536)}}"}"""
        );

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties(),
            bytes
        );

        var parked = await ParkedAsync();
        parked.Body.ToArray().ShouldBe(bytes);
        Header(parked, "MT-Fault-Message")
            .ShouldBe($"The message is refused: its body has {bytes.Length} bytes. Send at most 65536.");
        await ShouldHaveHadNoEffectAsync();
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_parked_as_it_came()
    {
        byte[] bytes = [.. "{\"userId\":\""u8, 0xFF, .. "\",\"balance\":1}"u8];

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties(),
            bytes
        );

        var parked = await ParkedAsync();
        parked.Body.ToArray().ShouldBe(bytes);
        Header(parked, "MT-Fault-Message").ShouldContain("is refused:");
    }

    [Fact]
    public async Task The_sender_of_an_unreadable_request_is_told_at_once()
    {
        var (answers, requestId) = ($"answers_bus_{Guid.NewGuid():N}", Guid.NewGuid());
        await _channel.ExchangeDeclareAsync(answers, ExchangeType.Fanout, durable: false, autoDelete: true);
        await _channel.QueueDeclareAsync(answers);
        await _channel.QueueBindAsync(answers, answers, "");
        var envelope = Encoding.UTF8.GetBytes($$"""
            {
              "requestId": "{{requestId}}",
              "responseAddress": "rabbitmq://127.0.0.1:{{servers.BrokerPort}}/{{answers}}?temporary=true",
              "messageType": ["urn:message:Wallet.Contracts:SetBalance"],
              "message": {"userId": "{{_userId}}"}
            }
            """);

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties { ContentType = EnvelopeType },
            envelope
        );

        var answer = await Eventually.GetAsync(() => _channel.BasicGetAsync(answers, autoAck: true), "the fault");
        using var fault = JsonDocument.Parse(answer.Body);
        fault.RootElement.GetProperty("requestId").GetGuid().ShouldBe(requestId);
        fault.RootElement.GetProperty("messageType").EnumerateArray().Select(type => type.GetString())
            .ShouldContain("urn:message:MassTransit:Fault[[Wallet.Contracts:SetBalance]]");
        fault.RootElement.GetProperty("message").GetProperty("exceptions")[0].GetProperty("message").GetString()
            .ShouldNotBeNull().ShouldContain("balance is missing");
        (await _channel.MessageCountAsync(answers)).ShouldBe(0u);
        (await ParkedAsync()).Body.ToArray().ShouldBe(envelope);
        await ShouldHaveHadNoEffectAsync();
    }

    private Task<BasicGetResult> ParkedAsync() =>
        Eventually.GetAsync(
            () => _channel.BasicGetAsync("wallet-set-balance_error", autoAck: true),
            "the message to be parked"
        );

    private static string Header(BasicGetResult parked, string name) =>
        Encoding.UTF8.GetString((byte[])parked.BasicProperties.Headers![name]!);

    private async Task ShouldHaveHadNoEffectAsync()
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        var wallet = await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId });
        wallet.Found.ShouldBeFalse();
        worker.HasExited.ShouldBeFalse();
    }
}
