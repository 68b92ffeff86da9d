using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>An error queue that is full, and no delay in which what it does not take could wait.</summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class FullErrorQueueTests(LocalServers servers)
{
    private const string Error = "wallet-set-balance_error";

    [Fact]
    public async Task Without_delays_a_message_waits_for_room_and_its_sender_is_told_once_when_there_is_some()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var worker = WorkerProcess.Launch(
            broker.Port, servers.Engine, ("Worker__RedeliveryDelaysSeconds", ""));
        await worker.WaitUntilReadyAsync();
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await FillAsync(channel);
        var replies = (await channel.QueueDeclareAsync()).QueueName;

        await PublishAsync(channel, replies, "{}");
        await Eventually.IsTrueAsync(() => worker.Output.Contains($"'{Error}' takes no message: it is full"), "it");
        for (var number = 1; number <= 20; number++)
            await AnswerAsync(channel);
        (await channel.MessageCountAsync(replies)).ShouldBe(0u, "nobody is told of what has not happened");
        await channel.QueuePurgeAsync(Error);

        var told = await Eventually.GetAsync(() => channel.BasicGetAsync(replies, autoAck: true), "the failure");
        Encoding.UTF8.GetString(told.Body.Span).ShouldContain("userId is missing");
        var parked = (await channel.BasicGetAsync(Error, autoAck: true)).ShouldNotBeNull();
        Encoding.UTF8.GetString(parked.Body.Span).ShouldBe("{}");
        await AnswerAsync(channel);
        (await channel.MessageCountAsync(replies)).ShouldBe(0u);
        (await channel.MessageCountAsync(Error)).ShouldBe(0u);
        (await channel.MessageCountAsync("wallet-set-balance_dead")).ShouldBe(0u);
        worker.Output.Split($"'{Error}' takes no message").Length.ShouldBe(2, "it was to be said once");
        worker.Output.ShouldContain($"'{Error}' takes messages again");
        (await channel.ConsumerCountAsync("wallet-set-balance")).ShouldBe(1u);
    }

    [Fact]
    public async Task Without_delays_and_without_room_it_ends_in_the_dead_letter_queue_and_nobody_is_told_otherwise()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var worker = WorkerProcess.Launch(
            broker.Port,
            servers.Engine,
            ("Worker__RedeliveryDelaysSeconds", ""),
            ("RabbitMq__DeliveryLimit", "1"));
        await worker.WaitUntilReadyAsync();
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await FillAsync(channel);
        var replies = (await channel.QueueDeclareAsync()).QueueName;

        await PublishAsync(channel, replies, "{}");

        // Twice 20 s, for as long a worker is patient with a queue that may have room again.
        var dead = await Eventually.GetAsync(
            () => channel.BasicGetAsync("wallet-set-balance_dead", autoAck: true), "it", TimeSpan.FromMinutes(3));
        Encoding.UTF8.GetString(dead.Body.Span).ShouldBe("{}");
        await AnswerAsync(channel);
        (await channel.MessageCountAsync(replies)).ShouldBe(0u);
        (await channel.MessageCountAsync(Error)).ShouldBe(1u);
        (await channel.MessageCountAsync("wallet-set-balance")).ShouldBe(0u);
    }

    /// <summary>In the place of the worker's own, one that takes nothing more.</summary>
    private static async Task FillAsync(IChannel channel)
    {
        await channel.QueueDeleteAsync(Error);
        await channel.QueueDeclareAsync(
            Error,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = "classic", ["x-max-length"] = 1, ["x-overflow"] = "reject-publish",
            });
        await channel.BasicPublishAsync("", Error, "the one that it has room for"u8.ToArray());
        await Eventually.IsTrueAsync(async () => await channel.MessageCountAsync(Error) == 1, "it to be there");
    }

    /// <summary>A good message, to its answer.</summary>
    private static async Task AnswerAsync(IChannel channel)
    {
        var replies = (await channel.QueueDeclareAsync()).QueueName;
        var body = $$"""{"userId":"{{Guid.NewGuid()}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""";
        await PublishAsync(channel, replies, body);
        var answer = await Eventually.GetAsync(() => channel.BasicGetAsync(replies, autoAck: true), "an answer");
        answer.BasicProperties.Type.ShouldBe(nameof(BalanceUpdated));
    }

    private static async Task PublishAsync(IChannel channel, string replies, string body) =>
        await channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties { ReplyTo = replies },
            Encoding.UTF8.GetBytes(body));
}
