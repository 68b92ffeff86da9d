using System.Text;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>Classic queues count no deliveries and have no dead letters: the guard is all that stands there.</summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class UnreadableOnClassicQueuesTests(LocalServers servers)
{
    private const string ErrorQueue = "wallet-set-balance_error";

    [Fact]
    public async Task Unreadable_properties_are_parked_with_their_reason_and_cost_no_connection()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var front = new CountingFront(broker.Port);
        await using var worker = WorkerProcess.Launch(front.Port, servers.Engine, ("RabbitMq__QueueType", "Classic"));
        await worker.WaitUntilReadyAsync();
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await using var raw = await RawPublisher.ConnectAsync(broker.Port);
        await using var bus = await BusClient.ConnectAsync(broker.Port);
        var userId = Guid.NewGuid();
        await raw.PublishAsync("Wallet.Contracts:SetBalance", "", RawProperties.None, "{}"u8.ToArray());
        await Eventually.GetAsync(() => channel.BasicGetAsync(ErrorQueue, true), "what opens all that parking opens");
        await SetAsync(1);
        var (connections, version) = (front.Connections, 1);

        foreach (var (name, (properties, fault)) in HostileProperties.Kinds)
        {
            await raw.PublishAsync("Wallet.Contracts:SetBalance", "", properties, "{}"u8.ToArray());
            await SetAsync(++version);

            var parked = await Eventually.GetAsync(() => channel.BasicGetAsync(ErrorQueue, true), name);
            var reason = (byte[])parked.BasicProperties.Headers.ShouldNotBeNull()["wallet-unreadable-reason"]!;
            Encoding.UTF8.GetString(reason).ShouldContain(fault);
        }

        front.Connections.ShouldBe(connections, worker.Output);
        (await channel.MessageCountAsync(ErrorQueue)).ShouldBe(0u);
        (await channel.MessageCountAsync("wallet-set-balance")).ShouldBe(0u);
        worker.HasExited.ShouldBeFalse();
        worker.Output.Split("properties cannot be read (").Length.ShouldBe(2, "it was to be said once a minute");
        worker.Output.ShouldContain("the last because a decimal has 30 places");

        async Task SetAsync(long version)
        {
            var set = new SetBalance { UserId = userId, Balance = 1, OperationId = Guid.NewGuid() };
            (await bus.AskAsync<SetBalance, BalanceUpdated>(set)).Version.ShouldBe(version);
        }
    }
}
