using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Worker.Settings;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
public sealed class ShutdownTests(LocalServers servers)
{
    [Fact]
    public async Task After_SIGTERM_in_traffic_the_exit_code_is_0_and_what_is_unanswered_is_answered_after_a_restart()
    {
        const int Messages = 2000;
        await using var bus = await BusClient.ConnectAsync(servers);
        await using var first = await WorkerProcess.StartAsync(servers);
        var answered = 0;

        var asked = Enumerable
            .Range(1, Messages)
            .Select(async balance =>
            {
                var updated = await bus.AskAsync<SetBalance, BalanceUpdated>(
                    new SetBalance { UserId = Guid.NewGuid(), Balance = balance }
                );
                Interlocked.Increment(ref answered);
                return updated;
            })
            .ToList();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref answered) > 50, "some answers");
        first.Terminate();

        (
            await first.WaitForExitAsync(atMost: TimeSpan.FromSeconds(new WorkerSettings().ShutdownTimeoutSeconds))
        ).ShouldBe(0, first.Output);
        Volatile.Read(ref answered).ShouldBeLessThan(Messages, "the worker was to be stopped in the midst of its work");
        await using var second = await WorkerProcess.StartAsync(servers);
        var answers = await Task.WhenAll(asked);
        answers
            .Select(answer => (answer.Balance, answer.Version))
            .ShouldBe(Enumerable.Range(1, Messages).Select(balance => ((long)balance, 1L)));
        first.Output.ShouldNotContain("fail: MassTransit");
    }
}
