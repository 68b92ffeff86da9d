using System.Net;
using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>"One rule for both doors" of docs/messages.md: the same body over AMQP and over HTTP.</summary>
[Collection(nameof(ProgramTests))]
public sealed class BothDoorsTests(LocalServers servers, RunningGateway running) : IClassFixture<RunningGateway>
{
    private readonly Guid _id = Guid.NewGuid();

    /// <summary>What follows the two ids in a <c>SetBalance</c>, and whether it is taken. A letter is a byte.</summary>
    public static TheoryData<string, bool> Sets => new()
    {
        { "\"balance\":5", true },
        { "\"Balance\":5,\"note\":\"x\"", true },
        { "\"balance\":5,\"note\":1,\"Note\":2,\"note\":3", true },
        { "\"balance\":5,\"note\":1,\"NOTE\":{\"balance\":2},\"note\":null", true },
        { "\"balance\":5,\"balance\":5", false },
        { "\"balance\":5,\"BALANCE\":null", false },
        { "\"balance\":5,\"overdraft\":null,\"expectedVersion\":null", true },
        { "\"balance\":5,\"overdraft\":\"05\",\"expectedVersion\":null", true },
        { "\"balance\":5,\"overdraft\":null,\"overdraft\":null", false },
        { "\"balance\":null", false },
        { "\"overdraft\":5", false },
        { "\"balance\":5,", false },
        { "\"balance\":5/* five */", false },
        { "\"balance\":+5", false },
        { "\"balance\":05", false },
        { "\"balance\":.5", false },
        { "\"balance\":5.0", false },
        { "\"balance\":1e3", false },
        { "\"balance\":NaN", false },
        { "\"balance\":-5", true },
        { "\"balance\":\"5\"", true },
        { "\"balance\":\"-5\"", true },
        { "\"balance\":\"05\"", true },
        { "\"balance\":\"+5\"", false },
        { "\"balance\":\" 5\"", false },
        { "\"balance\":\"5 \"", false },
        { "\"balance\":\"5\\u0000\"", false },
        { "\"balance\":\"5.0\"", false },
        { "\"balance\":\"1e3\"", false },
        { "\"balance\":\"0x5\"", false },
        { "\"balance\":\"-\"", false },
        { "\"balance\":\"\"", false },
        { "\"balance\":true", false },
        { "\"balance\":5,\"expectedVersion\":\"+0\"", false },
        { $"\"balance\":5,\"note\":{new string('[', 63)}{new string(']', 63)}", true },
        { $"\"balance\":5,\"note\":{new string('[', 64)}{new string(']', 64)}", false },
        { "\"balance\":5,\"note\":\"\xFC\"", false },
        { "\"balance\":5,\"note\":\"\xC3\xBC\"", true },
    };

    /// <summary>
    /// What a <c>TransferBalance</c> holds besides, in the place of USER a wallet that there is not, and whether it is
    /// understood.
    /// </summary>
    public static TheoryData<string, bool> Transfers => new()
    {
        { "\"from\":\"USER\",\"expectedVersion\":null", true },
        { "\"from\":\"USER\",\"ExpectedVersion\":0", false },
        { "\"from\":\"USER\",\"expectedVersion\":\"0\"", false },
        { "\"from\":\"USER\",\"expectedVersion\":{}", false },
        { "\"from\":\"{USER}\"", false },
        { "\"from\":\" USER\"", false },
        { "\"from\":\"USER \"", false },
        { "\"from\":\"0b6f9c1e6f0a4f6e9a545d1f0c6a7b21\"", false },
        { "\"from\":\"0x6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21\"", false },
        { "\"from\":\"0B6F9C1E-6f0a-4f6e-9a54-5d1f0c6a7b21\"", true },
    };

    /// <summary>Media types, and what becomes of them over AMQP and over HTTP.</summary>
    public static TheoryData<string?, bool, int> MediaTypes => new()
    {
        { "application/json", true, 200 },
        { "Application/JSON; charset=UTF-8", true, 200 },
        { "APPLICATION/JSON;Charset=\"utf-8\";x=y", true, 200 },
        { "text/plain", true, 415 },
        { "application/octet-stream", true, 415 },
        { null, true, 415 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_SetBalance_is_taken_or_refused_at_both(string fields, bool isTaken)
    {
        var body = $$"""{"userId":"{{_id}}","operationId":"{{Guid.NewGuid()}}",{{fields}}}""";

        await ShouldBeAsync("SetBalance", $"PUT wallet/{_id}", Encoding.Latin1.GetBytes(body), isTaken);
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped_at_both_and_another_encoding_refused()
    {
        var body = $$"""{"userId":"{{_id}}","operationId":"{{Guid.NewGuid()}}","balance":5}""";

        foreach (var (encoding, isTaken) in new[] { (Encoding.UTF8, true), (Encoding.Unicode, false) })
        {
            byte[] marked = [.. encoding.Preamble, .. encoding.GetBytes(body)];
            await ShouldBeAsync("SetBalance", $"PUT wallet/{_id}", marked, isTaken);
        }
    }

    [Theory]
    [MemberData(nameof(Transfers))]
    public async Task A_TransferBalance_is_understood_or_refused_at_both(string fields, bool isTaken)
    {
        var (to, operation) = (Guid.NewGuid(), Guid.NewGuid());
        fields = fields.Replace("USER", $"{_id}", StringComparison.Ordinal);
        var body = $$"""{"to":"{{to}}","amount":5,"operationId":"{{operation}}",{{fields}}}""";

        await ShouldBeAsync("TransferBalance", "POST transfers", Encoding.UTF8.GetBytes(body), isTaken);
    }

    [Theory]
    [MemberData(nameof(MediaTypes))]
    public async Task A_media_type_is_read_in_any_case_and_only_HTTP_asks_for_one(
        string? type, bool isTakenOverAmqp, int status)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"userId":"{{_id}}","operationId":"{{Guid.NewGuid()}}","balance":5}""");

        (await OverAmqpAsync("SetBalance", body, type)).ShouldBe(isTakenOverAmqp ? "BalanceUpdated" : "RequestFailed");
        ((int)(await OverHttpAsync($"PUT wallet/{_id}", body, type)).Status).ShouldBe(status);
    }

    private async Task ShouldBeAsync(string exchange, string line, byte[] body, bool isTaken)
    {
        var (status, text) = await OverHttpAsync(line, body, "application/json");
        var answer = await OverAmqpAsync(exchange, body, "application/json");

        (status != HttpStatusCode.BadRequest, answer != "RequestFailed")
            .ShouldBe((isTaken, isTaken), $"over HTTP {(int)status} {text}, over AMQP {answer}");
    }

    private async Task<(HttpStatusCode Status, string Text)> OverHttpAsync(string line, byte[] body, string? type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(line.Split(' ')[0]), line.Split(' ')[1]);
        request.Content = new ByteArrayContent(body);
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type).ShouldBeTrue();
        using var answer = await running.Gateway.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a body, and gives the name of its answer.</summary>
    private async Task<string> OverAmqpAsync(string exchange, byte[] body, string? type)
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        var properties = new BasicProperties { ReplyTo = queue, ContentType = type };
        await channel.BasicPublishAsync($"Wallet.Contracts:{exchange}", "", mandatory: true, properties, body);
        var answer = await Eventually.GetAsync(() => channel.BasicGetAsync(queue, autoAck: true), "the answer");
        return answer.BasicProperties.Type!;
    }
}
