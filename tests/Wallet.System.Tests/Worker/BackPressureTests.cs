using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
public sealed class BackPressureTests(LocalServers servers)
{
    [Fact]
    public async Task A_worker_whose_table_throttles_takes_less_at_once_leaves_the_rest_in_its_queue_and_recovers()
    {
        const int Messages = 300;
        var isThrottling = true;
        var throttled = 0;
        await using var engine = new FaultyProxy(
            servers.Engine,
            operation =>
            {
                if (!Volatile.Read(ref isThrottling) || operation != "TransactWriteItems")
                    return ProxyFault.None;
                Interlocked.Increment(ref throttled);
                return ProxyFault.Throttle;
            }
        );
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            engine.Endpoint,
            ("DynamoDb__AttemptsMax", "1"),
            ("Worker__RedeliveryDelaysSeconds", "1,2,3")
        );
        await worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(servers);

        var asked = Enumerable
            .Range(1, Messages)
            .Select(balance =>
                bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = Guid.NewGuid(), Balance = balance })
            )
            .ToList();
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("The tables push back: ", StringComparison.Ordinal),
            "the worker to slow down"
        );
        await Eventually.IsTrueAsync(() => Volatile.Read(ref throttled) > 40, "its further attempts");
        Volatile.Write(ref isThrottling, value: false);

        var answers = await Task.WhenAll(asked);
        answers
            .Select(answer => (answer.Balance, answer.Version))
            .ShouldBe(Enumerable.Range(1, Messages).Select(balance => ((long)balance, 1L)));
        throttled.ShouldBeLessThan(Messages / 2, "most were to wait in their queue, unread");
    }
}
