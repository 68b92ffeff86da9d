using System.Diagnostics;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Fuzz;

/// <summary>A .NET program that asks one thing after another, and wants what it asked for.</summary>
internal sealed class GoodTraffic(BusClient bus)
{
    private readonly Guid _wallet = Guid.NewGuid();
    private readonly Guid _other = Guid.Parse(FuzzBodies.SharedWallets[0]);
    private Guid _last;
    private long _version;

    public int Asked { get; private set; }

    /// <summary>The longest time until an answer.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Makes a wallet with much in it.</summary>
    public async Task MakeAsync(Guid wallet)
    {
        var set = new SetBalance { UserId = wallet, Balance = 1_000_000_000, OperationId = Guid.NewGuid() };
        await bus.AskAsync<SetBalance, BalanceUpdated>(set);
    }

    /// <summary>Asks the next thing in turn, until it is answered.</summary>
    public async Task AskAsync()
    {
        var watch = Stopwatch.StartNew();
        switch (Asked++ % 6)
        {
            case 0:
                _last = Guid.NewGuid();
                var set = new SetBalance { UserId = _wallet, Balance = 1_000, OperationId = _last };
                (await bus.AskAsync<SetBalance, BalanceUpdated>(set)).Version.ShouldBe(++_version);
                break;
            case 1:
                var adjust = new AdjustBalance { UserId = _wallet, Amount = 5, OperationId = Guid.NewGuid() };
                (await bus.AskAsync<AdjustBalance, BalanceUpdated>(adjust)).Version.ShouldBe(++_version);
                break;
            case 2:
                var id = Guid.NewGuid();
                var transfer = new TransferBalance { From = _wallet, To = _other, Amount = 5, OperationId = id };
                (await bus.AskAsync<TransferBalance, BalanceTransferred>(transfer)).From.Version.ShouldBe(++_version);
                break;
            case 3:
                var balance = await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _wallet });
                (balance.Version, balance.Balance).ShouldBe((_version, 1_000));
                break;
            case 4:
                await bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = _wallet });
                break;
            default:
                var operation = new GetOperation { OperationId = _last };
                (await bus.AskAsync<GetOperation, OperationResult>(operation)).OperationId.ShouldBe(_last);
                break;
        }

        Slowest = watch.Elapsed > Slowest ? watch.Elapsed : Slowest;
    }

    /// <summary>Asks on and on.</summary>
    public async Task AskUntilAsync(Task end)
    {
        while (!end.IsCompleted)
            await AskAsync();
    }
}
