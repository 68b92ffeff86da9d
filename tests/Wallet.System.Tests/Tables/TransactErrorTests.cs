using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.SeedTable;

namespace SystemTests.Tables;

/// <summary>Transactions that come to nothing for other reasons than their conditions.</summary>
[Collection(nameof(TableTests))]
public sealed class TransactErrorTests(Engines engines)
{
    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task An_action_that_makes_no_sense_is_an_error_and_nothing_takes_effect(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        var key = Key.Of(UserId, Guid.NewGuid());

        var error = await Should.ThrowAsync<TableOperationException>(client.TransactWriteAsync(
            // nothing is there to be increased
            [table.Put(new SeedWallet(Guid.NewGuid(), 1)), table.Update(key, Balance.Increase(1))]));

        error.Operation.ShouldBe("TransactWriteItems");
        error.Table.ShouldBe(table.Name);
        error.IsRetryable.ShouldBeFalse();
        (await table.Scan().CountAsync()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Two_actions_on_one_item_are_an_error_and_nothing_takes_effect(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        var wallet = new SeedWallet(Guid.NewGuid(), 1);

        var error = await Should.ThrowAsync<TableOperationException>(
            client.TransactWriteAsync([table.Put(wallet), table.Delete(Key.Of(UserId, wallet.UserId))])
        );

        error.Code.ShouldBe("ValidationException");
        (await table.Scan().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_transaction_that_meets_another_may_be_tried_again()
    {
        await using var proxy = new FaultyProxy(engines.Endpoint(Engines.Embedded), _ => ProxyFault.Conflict);
        using var client = new TableClient(engines.Options(Engines.Embedded) with { Endpoint = proxy.Endpoint });
        var table = client.Table(Schema);

        var write = await Should.ThrowAsync<TableOperationException>(
            client.TransactWriteAsync([
                table.Put(new SeedWallet(Guid.NewGuid(), 1)),
                table.Delete(Key.Of(UserId, Guid.NewGuid())),
            ])
        );
        var read = await Should.ThrowAsync<TableOperationException>(
            client.TransactGetAsync([
                table.Read(Key.Of(UserId, Guid.NewGuid())),
                table.Read(Key.Of(UserId, Guid.NewGuid())),
            ])
        );

        (write.Code, write.IsRetryable, write.Table).ShouldBe(("TransactionConflict", true, table.Name));
        write.Message.ShouldContain("action 1 (Delete)");
        read.IsRetryable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_transaction_that_is_cancelled_without_a_reason_is_not_taken_for_applied()
    {
        await using var proxy = new FaultyProxy(engines.Endpoint(Engines.Embedded), _ => ProxyFault.CancelSilently);
        using var client = new TableClient(engines.Options(Engines.Embedded) with { Endpoint = proxy.Endpoint });
        var table = client.Table(Schema);

        var error = await Should.ThrowAsync<TableOperationException>(
            client.TransactWriteAsync([table.Put(new SeedWallet(Guid.NewGuid(), 1))])
        );

        error.Code.ShouldBe("TransactionCanceledException");
    }
}
