using System.Text;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>
/// What the broker moves to a dead-letter queue by itself goes there alone, wherever its sender wanted copies of it.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class DeadLetteredCopiesTests(LocalServers servers)
{
    private const string Input = "wallet-set-balance";
    private const string Dead = "wallet-set-balance_dead";
    private const string Error = "wallet-set-balance_error";
    private const string Copies = "ledger-copies";

    [Theory]
    [InlineData("delivered too often")]
    [InlineData("expired")]
    public async Task Copies_that_a_sender_asked_for_are_made_neither_by_a_death_nor_by_a_replay(string death)
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        (string, string)[] settings = [("RabbitMq__DeliveryLimit", "1")];
        await using (var first = WorkerProcess.Launch(broker.Port, servers.Engine, settings))
        {
            await first.WaitUntilReadyAsync();
        }

        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Copies, durable: true, exclusive: false, autoDelete: false);
        var userId = Guid.NewGuid();
        await PublishAsync(channel, userId, death == "expired" ? "1" : null);
        for (var time = 1; time <= 2 && death != "expired"; time++)
        {
            // As a worker that dies in the midst of it.
            var got = await Eventually.GetAsync(() => channel.BasicGetAsync(Input, autoAck: false), "the message");
            await channel.BasicRejectAsync(got.DeliveryTag, requeue: true);
        }

        await Eventually.IsTrueAsync(async () => await channel.MessageCountAsync(Dead) == 1, "it to be dead");
        await ShouldHaveNoCopyAsync(channel);

        await using var next = WorkerProcess.Launch(broker.Port, servers.Engine, settings);
        await next.WaitUntilReadyAsync();
        var (_, listed) = await CliProcess.RunJsonAsync(broker.Port, "errors", "list");
        var queue = listed.GetProperty("queues").EnumerateArray().Single();
        queue.GetProperty("queue").GetString().ShouldBe(Dead);
        var id = queue.GetProperty("messages")[0].GetProperty("id").GetString()!;
        var (_, replayed) = await CliProcess.RunAsync(broker.Port, "errors", "replay", id);
        replayed.ShouldContain("1 sent again");
        await using var bus = await BusClient.ConnectAsync(broker.Port);
        await Eventually.IsTrueAsync(
            async () =>
                (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId })).Balance == 5,
            "the message to be carried out");
        await ShouldHaveNoCopyAsync(channel);
    }

    private static async Task ShouldHaveNoCopyAsync(IChannel channel)
    {
        (await channel.MessageCountAsync(Copies)).ShouldBe(0u);
        (await channel.MessageCountAsync(Error)).ShouldBe(0u);
    }

    private static async Task PublishAsync(IChannel channel, Guid userId, string? expiration)
    {
        var properties = new BasicProperties
        {
            Headers = new Dictionary<string, object?>
            {
                ["CC"] = new List<object?> { Copies, Error }, ["BCC"] = new List<object?> { Copies },
            },
        };
        if (expiration is not null)
            properties.Expiration = expiration;
        var body = $$"""{"userId":"{{userId}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""";
        await channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance", "", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }
}
