using MassTransit;
using SystemTests.Parts;
using TypedTables;
using Wallet.Contracts;
using Wallet.Worker.Wallets;
using Xunit.Abstractions;

namespace SystemTests.Histories;

/// <summary>Many clients, few wallets, repeats, and workers that are killed: nothing is lost, nothing is doubled.</summary>
[Collection(nameof(WorkerTests))]
public sealed class StormTests(LocalServers servers, ITestOutputHelper output)
{
    private const int Operations = 20_000;
    private const int Clients = 48;
    private const int WalletCount = 24;
    private const int OperationsPerKill = 2_500;

    private readonly HistoryLog _log = new();
    private int _asked;
    private int _duplicates;

    [Fact]
    public async Task Workers_that_are_killed_under_load_lose_nothing_and_double_nothing()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var wallets = Enumerable.Range(0, WalletCount).Select(_ => Guid.NewGuid()).ToArray();
        await using var bus = await BusClient.ConnectAsync(servers);
        var workers = new List<WorkerProcess> { await WorkerProcess.StartAsync(servers), await WorkerProcess.StartAsync(servers) };
        foreach (var wallet in wallets)
            await AskAsync(bus, new SetBalance { UserId = wallet, Balance = 1_000, OperationId = Guid.NewGuid() });

        var clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => RunAsync(bus, wallets, new Random(seed + client))));
        var kills = 0;
        while (!clients.IsCompleted)
        {
            var target = Volatile.Read(ref _asked) + OperationsPerKill;
            await Eventually.IsTrueAsync(() => clients.IsCompleted || Volatile.Read(ref _asked) >= target, "the next kill");
            if (clients.IsCompleted)
                break;

            var victim = workers[kills % 2];
            victim.Kill();
            await victim.DisposeAsync();
            workers[kills % 2] = WorkerProcess.Launch(servers.BrokerPort, servers.Engine);
            kills++;
        }

        await clients;
        var changes = await ChangesAsync(wallets);
        foreach (var worker in workers)
            await worker.DisposeAsync();

        var objections = HistoryChecker.Check(_log.Entries, changes);
        output.WriteLine($"operations {_asked}, duplicates injected {_duplicates}, kills {kills}, changes {changes.Count}, "
            + $"unknown {_log.Entries.Count(entry => entry.Outcome == Outcome.Unknown)}, objections {objections.Count}");
        objections.ShouldBeEmpty();
        kills.ShouldBeGreaterThan(3);
        _duplicates.ShouldBeGreaterThan(Operations / 20);
    }

    private async Task RunAsync(BusClient bus, Guid[] wallets, Random random)
    {
        while (Interlocked.Increment(ref _asked) <= Operations)
        {
            var (wallet, id) = (wallets[random.Next(wallets.Length)], Guid.NewGuid());
            var again = random.Next(10) == 0;
            switch (random.Next(10))
            {
                case < 3:
                    var set = new SetBalance { UserId = wallet, Balance = random.Next(2_000), OperationId = id };
                    await RepeatAsync(again, () => AskAsync(bus, set));
                    break;
                case < 5:
                    var adjust = new AdjustBalance { UserId = wallet, Amount = random.Next(2) == 0 ? random.Next(1, 300) : -random.Next(1, 300), OperationId = id };
                    await RepeatAsync(again, () => AskAsync(bus, adjust));
                    break;
                case < 7:
                    var to = wallets[(Array.IndexOf(wallets, wallet) + 1) % wallets.Length];
                    var transfer = new TransferBalance { From = wallet, To = to, Amount = random.Next(1, 50), OperationId = id };
                    await RepeatAsync(again, () => AskAsync(bus, transfer));
                    break;
                default:
                    await ReadAsync(bus, wallet);
                    break;
            }
        }
    }

    /// <summary>Sends an operation once, or twice at the same time.</summary>
    private async Task RepeatAsync(bool again, Func<Task> ask)
    {
        if (again)
            Interlocked.Increment(ref _duplicates);
        await Task.WhenAll(ask(), again ? ask() : Task.CompletedTask);
    }

    private Task AskAsync(BusClient bus, SetBalance message) =>
        AskAsync<SetBalance, BalanceUpdated>(bus, message, message.OperationId!.Value, updated => [SeenOf(updated)]);

    private Task AskAsync(BusClient bus, AdjustBalance message) =>
        AskAsync<AdjustBalance, BalanceUpdated>(bus, message, message.OperationId!.Value, updated => [SeenOf(updated)]);

    private Task AskAsync(BusClient bus, TransferBalance message) =>
        AskAsync<TransferBalance, BalanceTransferred>(bus, message, message.OperationId!.Value, moved => [SeenOf(moved.From), SeenOf(moved.To)]);

    private async Task AskAsync<TRequest, TAnswer>(BusClient bus, TRequest message, Guid operationId, Func<TAnswer, Seen[]> seen)
        where TRequest : class
        where TAnswer : class
    {
        var begin = _log.Now();
        try
        {
            var answer = await bus.AskAsync<TRequest, TAnswer, OperationRefused>(message);
            _log.Add(answer is TAnswer applied
                ? new Entry(operationId, Outcome.Ok, begin, _log.Now(), seen(applied))
                : new Entry(operationId, Outcome.Refused, begin, _log.Now()));
        }
        catch (Exception error) when (error is RequestTimeoutException or RequestFaultException)
        {
            _log.Add(new Entry(operationId, Outcome.Unknown, begin, _log.Now()));
        }
    }

    private async Task ReadAsync(BusClient bus, Guid wallet)
    {
        var begin = _log.Now();
        var result = await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = wallet });
        _log.Add(new Entry(null, Outcome.Ok, begin, _log.Now(), new Seen(wallet, result.Version, result.Balance ?? 0)));
    }

    private async Task<List<Change>> ChangesAsync(Guid[] wallets)
    {
        using var client = new TableClient(new TableClientOptions { Endpoint = servers.Engine, Region = "us-west-2" });
        var operations = client.Table(OperationTable.Schema);
        var changes = new List<Change>();
        foreach (var wallet in wallets)
        {
            await foreach (var record in operations.Query(OperationTable.UserId, wallet).On(OperationTable.ByWallet))
                changes.Add(new Change(wallet, record.Version, record.OperationId, record.Balance, record.PreviousBalance));
        }

        return changes;
    }

    private static Seen SeenOf(BalanceUpdated updated) => new(updated.UserId, updated.Version, updated.Balance, updated.PreviousBalance);
}
