using SystemTests.Faults;
using SystemTests.Parts;
using Wallet.Contracts;
using MassTransit;

namespace SystemTests.Consumers;

[Collection(nameof(TableTests))]
public sealed class UnreliableEngineTests(Engines engines)
{
    private readonly Guid _userId = Guid.NewGuid();

    public static TheoryData<string, string> EnginesAndVerbs => OperationMatrix.Of([Engines.Embedded, Engines.Aws]);

    [Theory]
    [MemberData(nameof(EnginesAndVerbs))]
    public async Task A_write_whose_answers_were_all_lost_is_counted_once_and_answered(string engine, string verb)
    {
        var (writes, isLosing) = (0, false);
        await using var proxy = new FaultyProxy(engines.Endpoint(engine), operation =>
            isLosing && operation == "TransactWriteItems" && Interlocked.Increment(ref writes) <= 4 ? ProxyFault.LoseAnswer : ProxyFault.None);
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint);
        var (to, operationId) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var userId in (Guid[])[_userId, to])
            await harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = userId, Balance = OperationMatrix.Before });
        isLosing = true;

        var updated = OperationMatrix.Message(verb, _userId, to, operationId) switch
        {
            SetBalance set => await harness.AskAsync<SetBalance, BalanceUpdated>(set),
            AdjustBalance adjust => await harness.AskAsync<AdjustBalance, BalanceUpdated>(adjust),
            TransferBalance transfer => (await harness.AskAsync<TransferBalance, BalanceTransferred>(transfer)).From,
            var other => throw new NotSupportedException($"{other}"),
        };

        (updated.Version, updated.PreviousBalance, updated.OperationId).ShouldBe((2, OperationMatrix.Before, operationId));
        writes.ShouldBeGreaterThan(1, "the write was to be made again");
        var wallet = await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId });
        var reached = await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = to });
        (wallet.Balance, wallet.Version).ShouldBe((OperationMatrix.After, 2));
        (reached.Balance, reached.Version).ShouldBe(verb == nameof(TransferBalance) ? (130, 2) : (100, 1));
    }

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_throttled_message_is_tried_again_and_answered_in_the_end(string engine)
    {
        var calls = 0;
        await using var proxy = new FaultyProxy(
            engines.Endpoint(engine), operation => operation == "GetItem" && Interlocked.Increment(ref calls) <= 5 ? ProxyFault.Throttle : ProxyFault.None);
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint);

        (await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Found.ShouldBeFalse();

        calls.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task A_message_that_fails_for_good_is_a_fault_that_names_table_operation_and_cause()
    {
        await using var proxy = new FaultyProxy(engines.Endpoint(Engines.Embedded), operation => operation == "GetItem" ? ProxyFault.Throttle : ProxyFault.None);
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint, retriesMax: 1);

        var fault = await Should.ThrowAsync<RequestFaultException>(harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId }));

        fault.Fault!.Exceptions[0].Message.ShouldMatch("^ThrottlingException in table '.*user_wallet': GetItem failed.*Slow down");
    }
}
