using MassTransit;
using SystemTests.Faults;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Storage;

namespace SystemTests.Consumers;

/// <summary>
/// Each verb fails at each step between delivery and acknowledgement, and is delivered again. The matrix follows the
/// worker's lists.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class CrashTests(Engines engines)
{
    public static TheoryData<string, string> Matrix => OperationMatrix.Of(Enum.GetNames<FailPoint>());

    /// <summary>A refusal writes nothing and publishes no event, so it has fewer steps.</summary>
    public static TheoryData<string, string> MatrixOfRefusals =>
        OperationMatrix.Of(
            Enum.GetNames<FailPoint>().Except([nameof(FailPoint.AfterTransact), nameof(FailPoint.AfterPublish)])
        );

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_operation_that_fails_at_any_step_and_is_delivered_again_takes_effect_once(
        string step,
        string verb
    )
    {
        await using var harness = await ConsumerHarness.StartAsync(engines.Endpoint(Engines.Embedded));
        var (from, to, operationId, changed) = (
            Guid.NewGuid(),
            Guid.NewGuid(),
            Guid.NewGuid(),
            OperationMatrix.WalletsOf(verb)
        );
        await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = from, Balance = 100 });
        await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = to, Balance = 100 });
        var crashes = 0;
        harness.Steps.OnHit = (reached, _) => CrashOnceAt(step, reached, ref crashes);

        await FailAsync();
        var version = await AskAsync();
        var again = await AskAsync();

        (version, again).ShouldBe((2, 2));
        crashes.ShouldBeGreaterThan(0);
        var wallet = (await harness.Wallets.GetAsync(UserWalletTable.KeyOf(from))).ShouldNotBeNull();
        var other = (await harness.Wallets.GetAsync(UserWalletTable.KeyOf(to))).ShouldNotBeNull();
        (wallet.Balance, wallet.Version).ShouldBe((70, 2));
        (other.Balance, other.Version).ShouldBe(changed == 2 ? (130, 2) : (100, 1));
        (await harness.Operations.Query(OperationTable.OperationId, operationId).CountAsync()).ShouldBe(changed);
        var events = harness.Events.Of(operationId);
        events.Count.ShouldBeGreaterThan(events.Distinct().Count(), "a repeat was to be published again");
        events.Distinct().Count().ShouldBe(changed);

        // After the response the sender has its answer; before, it is told that the worker failed.
        async Task FailAsync()
        {
            if (step == nameof(FailPoint.AfterRespond))
                (await AskAsync()).ShouldBe(2);
            else
                await Should.ThrowAsync<RequestFaultException>(AskAsync());
            await Eventually.IsTrueAsync(() => Volatile.Read(ref crashes) > 0, "the failure");
        }

        async Task<long> AskAsync() =>
            OperationMatrix.Message(verb, from, to, operationId) switch
            {
                SetBalance set => (await harness.AskAsync<SetBalance, BalanceUpdated>(set)).Version,
                AdjustBalance adjust => (await harness.AskAsync<AdjustBalance, BalanceUpdated>(adjust)).Version,
                TransferBalance transfer => (await harness.AskAsync<TransferBalance, BalanceTransferred>(transfer))
                    .From
                    .Version,
                var other => throw new NotSupportedException($"{other}"),
            };
    }

    [Theory]
    [MemberData(nameof(MatrixOfRefusals))]
    public async Task A_refusal_that_fails_at_any_step_and_is_delivered_again_is_the_same_and_changes_nothing(
        string step,
        string verb
    )
    {
        await using var harness = await ConsumerHarness.StartAsync(engines.Endpoint(Engines.Embedded));
        var (from, to, operationId) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        foreach (var userId in (Guid[])[from, to])
            await harness.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance { UserId = userId, Balance = OperationMatrix.Before }
            );
        var crashes = 0;
        harness.Steps.OnHit = (reached, _) => CrashOnceAt(step, reached, ref crashes);

        if (step == nameof(FailPoint.AfterRespond))
            await AskAsync();
        else
            await Should.ThrowAsync<RequestFaultException>(AskAsync());
        await Eventually.IsTrueAsync(() => Volatile.Read(ref crashes) > 0, "the failure");
        var refused = await AskAsync();

        (await AskAsync()).ShouldBe(refused);
        (refused.OperationId, refused.UserId, refused.Balance, refused.Version).ShouldBe(
            (operationId, from, OperationMatrix.Before, 1)
        );
        foreach (var userId in (Guid[])[from, to])
            (await harness.Wallets.GetAsync(UserWalletTable.KeyOf(userId))).ShouldNotBeNull().Version.ShouldBe(1);
        (
            await harness.Operations.Query(OperationTable.OperationId, operationId).SingleAsync()
        ).ShouldBeOfType<RefusedRecord>();
        harness.Events.Of(operationId).ShouldBeEmpty();

        Task<OperationRefused> AskAsync() => OperationMatrix.Refused(verb, from, to, operationId) switch
        {
            SetBalance set => harness.AskAsync<SetBalance, OperationRefused>(set),
            AdjustBalance adjust => harness.AskAsync<AdjustBalance, OperationRefused>(adjust),
            TransferBalance transfer => harness.AskAsync<TransferBalance, OperationRefused>(transfer),
            var other => throw new NotSupportedException($"{other}"),
        };
    }

    private static Task CrashOnceAt(string step, FailPoint reached, ref int crashes) =>
        reached.ToString() == step && Interlocked.Increment(ref crashes) == 1
            ? throw new SimulatedCrashException()
            : Task.CompletedTask;

    private sealed class SimulatedCrashException() : Exception("The worker is gone.");
}
