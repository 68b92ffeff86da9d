using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
public sealed class OutageTests(LocalServers servers)
{
    [Fact]
    public async Task Messages_sent_while_the_engine_restarts_are_answered_when_it_is_back_each_once()
    {
        const int Messages = 50;
        await using var engine = new EnginePart();
        await engine.StartAsync();
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, new Uri($"http://127.0.0.1:{engine.Port}"));
        await worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(servers);
        await engine.StopAsync();

        var asked = Enumerable
            .Range(1, Messages)
            .Select(balance =>
                bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = Guid.NewGuid(), Balance = balance })
            )
            .ToList();
        await engine.StartAsync();

        var answers = await Task.WhenAll(asked);
        answers
            .Select(answer => (answer.Balance, answer.Version))
            .ShouldBe(Enumerable.Range(1, Messages).Select(balance => ((long)balance, 1L)));
    }

    [Fact]
    public async Task A_worker_whose_broker_restarts_is_not_ready_meanwhile_and_serves_again()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await worker.WaitUntilReadyAsync();

        await broker.StopAsync();
        await Eventually.IsTrueAsync(() => !worker.IsReady, "the worker to notice");
        await broker.StartAsync();

        await worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(broker.Port);
        (
            await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = Guid.NewGuid() })
        ).Found.ShouldBeFalse();
    }
}
