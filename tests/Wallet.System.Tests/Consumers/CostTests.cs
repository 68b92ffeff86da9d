using System.Diagnostics.Metrics;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Storage;

namespace SystemTests.Consumers;

/// <summary>
/// What each verb costs, as the embedded engine counts it: the figures of docs/guarantees.md. AWS' own engine counts
/// transactional writes twice.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class CostTests(Engines engines)
{
    [Fact]
    public async Task Each_verb_costs_what_the_page_says()
    {
        await using var harness = await ConsumerHarness.StartAsync(engines.Endpoint(Engines.Embedded));
        var (from, to) = (Guid.NewGuid(), Guid.NewGuid());
        var calls = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "typedtables.consumed_capacity")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, units, tags, _) =>
            {
                lock (calls)
                    calls.Add(
                        FormattableString.Invariant(
                            $"{Tag(tags, "operation")} {Tag(tags, "table").Split('_', 2)[1]} {units}"
                        )
                    );
            }
        );
        listener.Start();
        await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = to, Balance = 100 });
        var set = new SetBalance { UserId = from, Balance = 100, OperationId = Guid.NewGuid() };

        (await CostAsync(() => harness.AskAsync<SetBalance, BalanceUpdated>(set))).ShouldBe([
            "GetItem user_wallet 1",
            "TransactWriteItems user_wallet 2",
            "TransactWriteItems wallet_operation 3",
        ]);
        // a repeat: what its refused transaction costs, no engine says
        (await CostAsync(() => harness.AskAsync<SetBalance, BalanceUpdated>(set))).ShouldBe(["GetItem user_wallet 1"]);
        (
            await CostAsync(() =>
                harness.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = from, Amount = 5 })
            )
        ).ShouldBe([
            "GetItem user_wallet 1",
            "TransactWriteItems user_wallet 2",
            "TransactWriteItems wallet_operation 3",
        ]);
        (
            await CostAsync(() =>
                harness.AskAsync<TransferBalance, BalanceTransferred>(
                    new TransferBalance
                    {
                        From = from,
                        To = to,
                        Amount = 5,
                    }
                )
            )
        ).ShouldBe([
            "GetItem user_wallet 1",
            "GetItem user_wallet 1",
            "TransactWriteItems user_wallet 4",
            "TransactWriteItems wallet_operation 6",
        ]);
        (
            await CostAsync(() =>
                harness.AskAsync<AdjustBalance, OperationRefused>(new AdjustBalance { UserId = from, Amount = -1_000 })
            )
        ).ShouldBe(["GetItem user_wallet 1", "TransactWriteItems wallet_operation 2"]);
        (
            await CostAsync(() =>
                harness.AskAsync<TransferBalance, OperationRefused>(
                    new TransferBalance
                    {
                        From = from,
                        To = to,
                        Amount = 1_000,
                    }
                )
            )
        ).ShouldBe([
            "GetItem user_wallet 1",
            "GetItem user_wallet 1",
            "GetItem wallet_operation 1",
            "TransactWriteItems wallet_operation 2",
        ]);
        // two operations, of which one loses its fence: no read more than without
        (await CostAsync(() => OvertakenAsync(harness, from))).ShouldBe([
            "GetItem user_wallet 1",
            "GetItem user_wallet 1",
            "TransactWriteItems user_wallet 2",
            "TransactWriteItems user_wallet 2",
            "TransactWriteItems wallet_operation 3",
            "TransactWriteItems wallet_operation 3",
        ]);
        (
            await CostAsync(() => harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = from }))
        ).ShouldBe(["GetItem user_wallet 1"]);

        async Task<IReadOnlyList<string>> CostAsync(Func<Task> ask)
        {
            lock (calls)
                calls.Clear();
            await ask();
            lock (calls)
                return [.. calls.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Another operation on the wallet gets in between its reading and its writing.</summary>
    private static async Task OvertakenAsync(ConsumerHarness harness, Guid userId)
    {
        var (operationId, isOvertaken) = (Guid.NewGuid(), false);
        harness.Steps.OnHit = async (step, operation) =>
        {
            if (operation != operationId || step != FailPoint.AfterRead || isOvertaken)
                return;
            isOvertaken = true;
            await harness.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = userId, Amount = 1 });
        };
        await harness.AskAsync<AdjustBalance, BalanceUpdated>(
            new AdjustBalance { UserId = userId, Amount = 1, OperationId = operationId });
        harness.Steps.OnHit = null;
    }

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
                return (string)tag.Value!;
        }

        throw new KeyNotFoundException(name);
    }
}
