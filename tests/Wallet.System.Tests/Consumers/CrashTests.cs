using MassTransit;
using SystemTests.Parts;
using TypedTables;
using Wallet.Contracts;
using Wallet.Worker.Wallets;

namespace SystemTests.Consumers;

/// <summary>Each verb fails at each step between delivery and acknowledgement, and is delivered again. The matrix follows the list of steps.</summary>
[Collection(nameof(TableTests))]
public sealed class CrashTests(Engines engines)
{
    public static TheoryData<OperationStepName, string> Matrix
    {
        get
        {
            var data = new TheoryData<OperationStepName, string>();
            foreach (var step in Enum.GetNames<OperationStep>())
            {
                foreach (var verb in (string[])["set", "adjust", "transfer"])
                    data.Add(new OperationStepName(step), verb);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_operation_that_fails_at_any_step_and_is_delivered_again_takes_effect_once(OperationStepName step, string verb)
    {
        await using var harness = await ConsumerHarness.StartAsync(engines.Endpoint(Engines.Embedded));
        var (from, to, operationId) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = from, Balance = 100 });
        await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = to, Balance = 100 });
        var crashes = 0;
        harness.Steps.OnReached = reached => reached.ToString() == step.Name && Interlocked.Increment(ref crashes) == 1
            ? throw new SimulatedCrashException()
            : Task.CompletedTask;

        await FailAsync();
        var version = await AskAsync();
        var again = await AskAsync();

        (version, again).ShouldBe((2, 2));
        crashes.ShouldBeGreaterThan(0);
        var wallet = (await harness.Wallets.GetAsync(UserWalletTable.KeyOf(from))).ShouldNotBeNull();
        var other = (await harness.Wallets.GetAsync(UserWalletTable.KeyOf(to))).ShouldNotBeNull();
        (wallet.Balance, wallet.Version).ShouldBe((70, 2));
        (other.Balance, other.Version).ShouldBe(verb == "transfer" ? (130, 2) : (100, 1));
        (await harness.Operations.Query(OperationTable.OperationId, operationId).CountAsync()).ShouldBe(verb == "transfer" ? 2 : 1);
        var events = harness.Events.Of(operationId);
        events.Count.ShouldBeGreaterThan(events.Distinct().Count(), "a repeat was to be published again");
        events.Distinct().Count().ShouldBe(verb == "transfer" ? 2 : 1);

        // After the response the sender has its answer; before, it is told that the worker failed.
        async Task FailAsync()
        {
            if (step.Name == nameof(OperationStep.AfterRespond))
                (await AskAsync()).ShouldBe(2);
            else
                await Should.ThrowAsync<RequestFaultException>(AskAsync());
            await Eventually.IsTrueAsync(() => Volatile.Read(ref crashes) > 0, "the failure");
        }

        async Task<long> AskAsync() => verb switch
        {
            "set" => (await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = from, Balance = 70, OperationId = operationId })).Version,
            "adjust" => (await harness.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = from, Amount = -30, OperationId = operationId })).Version,
            _ => (await harness.AskAsync<TransferBalance, BalanceTransferred>(
                new TransferBalance { From = from, To = to, Amount = 30, OperationId = operationId })).From.Version,
        };
    }

    /// <summary>The name of a step, because the steps themselves are the worker's own.</summary>
    public sealed record OperationStepName(string Name);

    private sealed class SimulatedCrashException() : Exception("The worker is gone.");
}
