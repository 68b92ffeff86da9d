using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
public sealed class DrainTests(LocalServers servers)
{
    private readonly Guid _userId = Guid.NewGuid();

    [Fact]
    public async Task A_message_that_outlasts_the_budget_is_handed_back_and_carried_out_once_by_the_next_worker()
    {
        var stalled = 0;
        await using var engine = new FaultyProxy(
            servers.Engine,
            operation =>
                operation == "TransactWriteItems" && Interlocked.Increment(ref stalled) > 0
                    ? ProxyFault.Stall
                    : ProxyFault.None
        );
        await using var first = WorkerProcess.Launch(
            servers.BrokerPort,
            engine.Endpoint,
            ("Worker__ShutdownTimeoutSeconds", "5"),
            ("DynamoDb__AttemptTimeoutMs", "10000")
        );
        await first.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(servers);
        var asked = bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = _userId, Balance = 5 });
        await Eventually.IsTrueAsync(() => Volatile.Read(ref stalled) > 0, "the message to hang");

        first.Terminate();
        await Eventually.IsTrueAsync(() => !first.IsReady, "the worker to say that it is no longer ready");

        // The budget, and a little for the process to go.
        (await first.WaitForExitAsync(atMost: TimeSpan.FromSeconds(5 + 5))).ShouldBe(0, first.Output);
        asked.IsCompleted.ShouldBeFalse();
        await using var second = await WorkerProcess.StartAsync(servers);
        var updated = await asked;
        (updated.Balance, updated.Version).ShouldBe((5, 1));
        (await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Version.ShouldBe(1);
    }
}
