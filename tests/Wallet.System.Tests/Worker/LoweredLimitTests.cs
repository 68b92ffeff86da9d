using System.Text;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>
/// A broker that has messages which it would not take again: RabbitMQ 4 takes 16 MiB, and those before it 128 MiB.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class LoweredLimitTests(LocalServers servers)
{
    private const string Error = "wallet-set-balance_error";
    private const string Replies = "replies";
    private const int Size = 2_000_000;

    private static readonly CreateChannelOptions Confirmed =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    [Fact]
    public async Task A_message_that_the_broker_no_longer_takes_is_parked_with_the_beginning_of_its_body()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using (var before = WorkerProcess.Launch(broker.Port, servers.Engine))
            await before.WaitUntilReadyAsync();
        var body = Encoding.UTF8.GetBytes(new string('x', Size));
        await PublishAsync(broker, body);
        await broker.StopAsync();
        await File.AppendAllLinesAsync(broker.Environment["WALLET_BROKER_CONF"], ["max_message_size = 1000000"]);
        await broker.StartAsync();

        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await worker.WaitUntilReadyAsync();
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var told = await Eventually.GetAsync(() => channel.BasicGetAsync(Replies, autoAck: true), "the failure");
        told.BasicProperties.Type.ShouldBe(nameof(RequestFailed));
        var (_, json) = await CliProcess.RunJsonAsync(broker.Port, "errors", "replay", "--all");
        json.GetProperty("messages")[0].GetProperty("verdict").GetString().ShouldBe("cannot be carried out");
        var parked = (await channel.BasicGetAsync(Error, autoAck: true)).ShouldNotBeNull();

        parked.Body.ToArray().ShouldBe(body[..65_536]);
        parked.BasicProperties.Headers!["wallet-body-length"].ShouldBe(Size);
        (await channel.MessageCountAsync("wallet-set-balance")).ShouldBe(0u);
        (await channel.BasicGetAsync(Replies, autoAck: true)).ShouldBeNull("its sender was to be told once");
        worker.Output.ShouldNotContain("still takes no message");
    }

    [Fact]
    public async Task A_message_that_the_broker_no_longer_takes_keeps_no_other_from_being_replayed()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using (var before = WorkerProcess.Launch(broker.Port, servers.Engine))
            await before.WaitUntilReadyAsync();
        await using (var connection = await broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync(Confirmed))
        {
            foreach (var note in new[] { new string('x', Size), "" })
            {
                var (user, operation) = (Guid.NewGuid(), Guid.NewGuid());
                var body = $$"""{"userId":"{{user}}","balance":1,"operationId":"{{operation}}","note":"{{note}}"}""";
                await channel.BasicPublishAsync(
                    "", "wallet-set-balance_dead", mandatory: true, Dated(), Encoding.UTF8.GetBytes(body));
            }
        }

        await broker.StopAsync();
        await File.AppendAllLinesAsync(broker.Environment["WALLET_BROKER_CONF"], ["max_message_size = 1000000"]);
        await broker.StartAsync();
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await worker.WaitUntilReadyAsync();

        var (exitCode, json) = await CliProcess.RunJsonAsync(broker.Port, "errors", "replay", "--all");
        json.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("verdict").GetString())
            .ShouldBe(["not taken by the broker", "sent again"]);
        exitCode.ShouldBe(4);
    }

    private static BasicProperties Dated() => new()
    {
        Persistent = true,
        Timestamp = new AmqpTimestamp(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()),
    };

    private static async Task PublishAsync(BrokerPart broker, byte[] body)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(Confirmed);
        await channel.QueueDeclareAsync(Replies, durable: true, exclusive: false, autoDelete: false);
        var properties = new BasicProperties { Persistent = true, ReplyTo = Replies };
        await channel.BasicPublishAsync("Wallet.Contracts:SetBalance", "", mandatory: true, properties, body);
    }
}
