using MassTransit;
using SystemTests.Faults;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Storage;

namespace SystemTests.Consumers;

[Collection(nameof(TableTests))]
public sealed class UnreliableEngineTests(Engines engines)
{
    private readonly Guid _userId = Guid.NewGuid();

    public static TheoryData<string, string> EnginesAndVerbs => OperationMatrix.Of([Engines.Embedded, Engines.Aws]);

    /// <summary>
    /// Faults that pass, each more often than one delivery tries: throttled calls 3 times, throttled transactions once,
    /// and conflicts as often as it decides.
    /// </summary>
    private static readonly Dictionary<string, int> Passing = new(StringComparer.Ordinal)
    {
        [nameof(ProxyFault.Throttle)] = 4,
        [nameof(ProxyFault.ThrottleAction)] = 2,
        [nameof(ProxyFault.Conflict)] = WalletStore.DecisionsMax + 1,
    };

    public static TheoryData<string, string> FaultsAndVerbs => OperationMatrix.Of(Passing.Keys);

    [Theory]
    [MemberData(nameof(EnginesAndVerbs))]
    public async Task A_write_whose_answers_were_all_lost_is_counted_once_and_answered(string engine, string verb)
    {
        var (writes, isLosing) = (0, false);
        await using var proxy = new FaultyProxy(
            engines.Endpoint(engine),
            operation =>
                isLosing && operation == "TransactWriteItems" && Interlocked.Increment(ref writes) <= 4
                    ? ProxyFault.LoseAnswer
                    : ProxyFault.None
        );
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint);
        var (to, operationId) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var userId in (Guid[])[_userId, to])
            await harness.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance { UserId = userId, Balance = OperationMatrix.Before }
            );
        isLosing = true;

        var updated = await AskAsync(harness, verb, to, operationId);

        (updated.Version, updated.PreviousBalance, updated.OperationId).ShouldBe(
            (2, OperationMatrix.Before, operationId)
        );
        writes.ShouldBeGreaterThan(1, "the write was to be made again");
        var wallet = await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId });
        var reached = await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = to });
        (wallet.Balance, wallet.Version).ShouldBe((OperationMatrix.After, 2));
        (reached.Balance, reached.Version).ShouldBe(verb == nameof(TransferBalance) ? (130, 2) : (100, 1));
    }

    [Theory]
    [MemberData(nameof(FaultsAndVerbs))]
    public async Task A_write_that_is_throttled_or_meets_another_is_tried_again_and_takes_effect_once(
        string fault,
        string verb
    )
    {
        var (refused, isRefusing) = (0, false);
        await using var proxy = new FaultyProxy(
            engines.Endpoint(Engines.Embedded),
            operation =>
                isRefusing && operation == "TransactWriteItems" && Interlocked.Increment(ref refused) <= Passing[fault]
                    ? Enum.Parse<ProxyFault>(fault)
                    : ProxyFault.None
        );
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint);
        var (to, operationId, changed) = (Guid.NewGuid(), Guid.NewGuid(), OperationMatrix.WalletsOf(verb));
        foreach (var userId in (Guid[])[_userId, to])
            await harness.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance { UserId = userId, Balance = OperationMatrix.Before }
            );
        isRefusing = true;

        var updated = await AskAsync(harness, verb, to, operationId);

        (updated.Version, updated.Balance, updated.PreviousBalance).ShouldBe(
            (2, OperationMatrix.After, OperationMatrix.Before)
        );
        refused.ShouldBeGreaterThan(Passing[fault]);
        (await harness.Operations.Query(OperationTable.OperationId, operationId).CountAsync()).ShouldBe(changed);
        harness.Events.Of(operationId).Count.ShouldBe(changed);
    }

    [Fact]
    public async Task A_message_that_others_outrun_is_tried_again_later_and_applies_after_them()
    {
        await using var harness = await ConsumerHarness.StartAsync(engines.Endpoint(Engines.Embedded));
        var (operationId, outrun) = (Guid.NewGuid(), 0);
        await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = _userId, Balance = 100 });
        harness.Steps.OnHit = async (step, operation) =>
        {
            if (operation == operationId && step == FailPoint.AfterDecide && ++outrun <= WalletStore.DecisionsMax + 1)
                await harness.AskAsync<AdjustBalance, BalanceUpdated>(
                    new AdjustBalance { UserId = _userId, Amount = 1 }
                );
        };

        var updated = await harness.AskAsync<AdjustBalance, BalanceUpdated>(
            new AdjustBalance
            {
                UserId = _userId,
                Amount = -30,
                OperationId = operationId,
            }
        );

        const long Others = WalletStore.DecisionsMax + 1;
        (updated.PreviousBalance, updated.Balance, updated.Version).ShouldBe((100 + Others, 70 + Others, 2 + Others));
    }

    [Fact]
    public async Task A_message_that_never_gets_through_is_parked_without_effect_and_applies_when_it_is_sent_again()
    {
        var isBusy = false;
        await using var proxy = new FaultyProxy(
            engines.Endpoint(Engines.Embedded),
            operation => isBusy && operation == "TransactWriteItems" ? ProxyFault.Conflict : ProxyFault.None
        );
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint, retriesMax: 1);
        var message = new AdjustBalance { UserId = _userId, Amount = -30, OperationId = Guid.NewGuid() };
        await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = _userId, Balance = 100 });
        isBusy = true;

        var fault = await Should.ThrowAsync<RequestFaultException>(
            harness.AskAsync<AdjustBalance, BalanceUpdated>(message)
        );

        fault
            .Fault!.Exceptions[0]
            .Message.ShouldContain($"Operation {message.OperationId} was decided {WalletStore.DecisionsMax} times");
        (await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Version.ShouldBe(1);
        isBusy = false;
        (await harness.AskAsync<AdjustBalance, BalanceUpdated>(message)).Balance.ShouldBe(70);
    }

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_throttled_message_is_tried_again_and_answered_in_the_end(string engine)
    {
        var calls = 0;
        await using var proxy = new FaultyProxy(
            engines.Endpoint(engine),
            operation =>
                operation == "GetItem" && Interlocked.Increment(ref calls) <= 5 ? ProxyFault.Throttle : ProxyFault.None
        );
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint);

        (await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Found.ShouldBeFalse();

        calls.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task A_message_that_fails_for_good_is_a_fault_that_names_table_operation_and_cause()
    {
        await using var proxy = new FaultyProxy(
            engines.Endpoint(Engines.Embedded),
            operation => operation == "GetItem" ? ProxyFault.Throttle : ProxyFault.None
        );
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint, attemptsMax: 2);

        var fault = await Should.ThrowAsync<RequestFaultException>(
            harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })
        );

        fault
            .Fault!.Exceptions[0]
            .Message.ShouldMatch("^ThrottlingException in table '.*user_wallet': GetItem failed.*Slow down");
    }

    /// <summary>Takes the first wallet from 100 to 70, and tells what became of it.</summary>
    private async Task<BalanceUpdated> AskAsync(ConsumerHarness harness, string verb, Guid to, Guid operationId) =>
        OperationMatrix.Message(verb, _userId, to, operationId) switch
        {
            SetBalance set => await harness.AskAsync<SetBalance, BalanceUpdated>(set),
            AdjustBalance adjust => await harness.AskAsync<AdjustBalance, BalanceUpdated>(adjust),
            TransferBalance transfer => (await harness.AskAsync<TransferBalance, BalanceTransferred>(transfer)).From,
            var other => throw new NotSupportedException($"{other}"),
        };
}
