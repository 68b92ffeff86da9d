using SystemTests.Parts;
using Wallet.Contracts;
using MassTransit;

namespace SystemTests.Consumers;

[Collection(nameof(TableTests))]
public sealed class UnreliableEngineTests(Engines engines)
{
    private readonly Guid _userId = Guid.NewGuid();

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_write_whose_answers_were_all_lost_is_counted_once_and_answered(string engine)
    {
        var writes = 0;
        await using var proxy = new FaultyProxy(
            engines.Endpoint(engine), operation => operation == "TransactWriteItems" && Interlocked.Increment(ref writes) <= 4 ? ProxyFault.LoseAnswer : ProxyFault.None);
        await using var harness = await ConsumerHarness.StartAsync(proxy.Endpoint);
        var message = new SetBalance { UserId = _userId, Balance = 5, OperationId = Guid.NewGuid() };

        var updated = await harness.AskAsync<SetBalance, BalanceUpdated>(message);

        (updated.Version, updated.PreviousBalance, updated.OperationId).ShouldBe((1, null, message.OperationId.Value));
        writes.ShouldBeGreaterThan(1, "the write was to be made again");
        (await harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId })).Version.ShouldBe(1);
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
