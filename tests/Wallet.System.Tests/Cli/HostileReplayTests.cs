using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Cli;

/// <summary>What senders put on a message keeps no other from being sent again.</summary>
[Collection(nameof(TrafficTests))]
[Trait("Broker", "Every")]
public sealed class HostileReplayTests(LocalServers servers)
{
    private const string Parked = "wallet-set-balance_error";

    [Fact]
    public async Task Every_message_gets_a_verdict_and_what_is_sent_again_by_force_is_taken()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await worker.WaitUntilReadyAsync();
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var wallet = $"{Guid.NewGuid()}";
        await CliProcess.RunAsync(broker.Port, "set", wallet, "5");
        var hostile = HostileParkedTests.Hostile().Concat(AtBothEndsOfTime(wallet)).ToList();
        foreach (var (properties, body) in hostile)
            await channel.BasicPublishAsync("", Parked, mandatory: true, properties, body);
        await Eventually.IsTrueAsync(
            async () => await channel.MessageCountAsync(Parked) == hostile.Count, "all to be parked");

        foreach (var options in (string[][])[["--dry-run"], ["--force"]])
        {
            var (_, json) = await CliProcess.RunJsonAsync(
                broker.Port, ["errors", "replay", "--all", "--queue", Parked, .. options]);
            json.GetProperty("problem").GetString().ShouldBeNull();
            json.GetProperty("messages").GetArrayLength().ShouldBe(hostile.Count);
        }

        await Eventually.IsTrueAsync(
            async () => await channel.MessageCountAsync("wallet-set-balance") == 0, "all to be taken");
        worker.HasExited.ShouldBeFalse();
    }

    /// <summary>Sent at the first and at the last second that there is, to a wallet that has a history.</summary>
    private static IEnumerable<(BasicProperties Properties, byte[] Body)> AtBothEndsOfTime(string wallet) =>
        new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue }.Select(time => (
            new BasicProperties { Timestamp = new AmqpTimestamp(time.ToUnixTimeSeconds()) },
            Encoding.UTF8.GetBytes(
                $$"""{"userId":"{{wallet}}","balance":1,"expectedVersion":1,"operationId":"{{Guid.NewGuid()}}"}""")));
}
