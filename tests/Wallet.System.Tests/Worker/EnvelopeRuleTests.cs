using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>
/// "One rule for both doors" of docs/messages.md in MassTransit's envelope, which one of the doors takes alone. What
/// both take and refuse is in the gateway's <c>BothDoorsTests</c>.
/// </summary>
[Collection(nameof(WorkerTests))]
public sealed class EnvelopeRuleTests(LocalServers servers, RunningWorker worker)
    : IClassFixture<RunningWorker>, IAsyncLifetime
{
    private const string Mark = "\uFEFF";
    private const string EnvelopeType = "application/vnd.masstransit+json";

    private readonly Guid _userId = Guid.NewGuid();
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await servers.PlainRabbitMqAsync();
        _channel = await _connection.CreateChannelAsync();
        await _channel.QueuePurgeAsync("wallet-set-balance_error");
        await _channel.QueuePurgeAsync("wallet-transfer-balance_error");
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [Theory]
    [InlineData(EnvelopeType, Mark)]
    [InlineData("APPLICATION/VND.MASSTRANSIT+JSON; charset=utf-8", "")]
    public async Task A_byte_order_mark_is_skipped_and_a_content_type_read_in_any_case(string contentType, string mark)
    {
        var body = mark + $$"""
            {"messageType":["urn:message:Wallet.Contracts:SetBalance"],
             "message":{"userId":"{{_userId}}","balance":5,"operationId":"{{Guid.NewGuid()}}"} }
            """;

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties { ContentType = contentType },
            Encoding.UTF8.GetBytes(body));

        await using var bus = await BusClient.ConnectAsync(servers);
        await Eventually.IsTrueAsync(
            async () => await _channel.MessageCountAsync("wallet-set-balance_error") > 0
                ? throw new InvalidOperationException("It was parked.")
                : (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Balance == 5,
            "the balance to be set");
        worker.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task A_bad_message_is_parked_with_its_byte_order_mark()
    {
        var bytes = Encoding.UTF8.GetBytes(
            Mark + """{"messageType":["urn:message:Wallet.Contracts:SetBalance"],"message":{} }""");

        var properties = new BasicProperties { ContentType = EnvelopeType };
        await _channel.BasicPublishAsync("Wallet.Contracts:SetBalance", "", mandatory: true, properties, bytes);

        var parked = await Eventually.GetAsync(
            () => _channel.BasicGetAsync("wallet-set-balance_error", autoAck: true), "the message to be parked");
        parked.Body.ToArray().ShouldBe(bytes);
    }

    [Theory]
    [InlineData(",", false)]
    [InlineData(""","expectedVersion":1""", false)]
    [InlineData(""","expectedVersion":null""", true)]
    public async Task A_transfer_in_the_envelope_follows_the_same_rule(string more, bool isTaken)
    {
        var (from, to) = (Guid.NewGuid(), Guid.NewGuid());
        await using var bus = await BusClient.ConnectAsync(servers);
        foreach (var userId in (Guid[])[from, to])
            await bus.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance
                {
                    UserId = userId,
                    Balance = 100,
                    OperationId = Guid.NewGuid(),
                }
            );
        var body = $$"""
            {"messageType":["urn:message:Wallet.Contracts:TransferBalance"],
             "message":{"from":"{{from}}","to":"{{to}}","amount":5,"operationId":"{{Guid.NewGuid()}}"{{more}} } }
            """;

        await _channel.BasicPublishAsync(
            "Wallet.Contracts:TransferBalance",
            "",
            mandatory: true,
            new BasicProperties { ContentType = EnvelopeType },
            Encoding.UTF8.GetBytes(body)
        );

        if (isTaken)
        {
            await Eventually.IsTrueAsync(
                async () =>
                    (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = to })).Balance == 105,
                "the transfer"
            );
        }
        else
        {
            await Eventually.GetAsync(
                () => _channel.BasicGetAsync("wallet-transfer-balance_error", autoAck: true),
                "the transfer to be parked"
            );
            (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = to })).Balance.ShouldBe(100);
        }
    }
}
