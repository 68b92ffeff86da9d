using Front;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Fronts;

/// <summary>One run of everything that a worker is asked to do.</summary>
internal static class EveryVerb
{
    /// <summary>More than the worker reads one by one.</summary>
    private const int ReadersAtOnce = 60;

    public static async Task AskAsync(BusClient bus, FrontCounts counts)
    {
        var (one, two, operationId) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var set = new SetBalance
        {
            UserId = one,
            Balance = 100,
            OperationId = operationId,
        };
        await bus.AskAsync<SetBalance, BalanceUpdated>(set);
        await bus.AskAsync<SetBalance, BalanceUpdated>(set); // a repeat, which is looked up
        await bus.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance
            {
                UserId = two,
                Balance = 100,
                Overdraft = 5,
            }
        );
        await bus.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = one, Amount = 1 });
        await bus.AskAsync<AdjustBalance, OperationRefused>(new AdjustBalance { UserId = one, Amount = -1000 });
        await bus.AskAsync<TransferBalance, BalanceTransferred>(
            new TransferBalance
            {
                From = one,
                To = two,
                Amount = 1,
            }
        );
        await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = one });
        await bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = one });
        await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = operationId });
        await bus.AskAsync<GetDiagnosis, DiagnosisResult>(new GetDiagnosis());
        await ReadTogetherAsync(bus, counts);
    }

    /// <summary>Reads so many wallets at once that the worker asks for several in one call.</summary>
    public static Task ReadTogetherAsync(BusClient bus, FrontCounts counts)
    {
        var before = counts.Report().Requests.GetValueOrDefault("BatchGetItem");
        return Eventually.IsTrueAsync(
            async () =>
            {
                await Task.WhenAll(
                    Enumerable
                        .Range(0, ReadersAtOnce)
                        .Select(_ =>
                            bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = Guid.NewGuid() })
                        )
                );
                return counts.Report().Requests.GetValueOrDefault("BatchGetItem") > before;
            },
            "reads to go together"
        );
    }
}
