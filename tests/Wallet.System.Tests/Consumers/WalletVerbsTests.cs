using MassTransit;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Consumers;

/// <summary>The same on both engines.</summary>
[Collection(nameof(TableTests))]
public sealed class WalletVerbsOnEmbeddedEngineTests(Engines engines)
    : WalletVerbsTests(engines.Endpoint(Engines.Embedded));

/// <inheritdoc/>
[Collection(nameof(TableTests))]
public sealed class WalletVerbsOnAwsEngineTests(Engines engines) : WalletVerbsTests(engines.Endpoint(Engines.Aws));

/// <summary>AdjustBalance, TransferBalance and GetHistory.</summary>
public abstract class WalletVerbsTests(Uri engine) : IAsyncLifetime
{
    private readonly Guid _from = Guid.NewGuid();
    private readonly Guid _to = Guid.NewGuid();
    private ConsumerHarness _harness = null!;

    public async ValueTask InitializeAsync()
    {
        _harness = await ConsumerHarness.StartAsync(engine);
        await _harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = _from, Balance = 100 });
        await _harness.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance
            {
                UserId = _to,
                Balance = 0,
                Overdraft = 20,
            }
        );
    }

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task A_credit_and_a_debit_move_the_balance_and_the_version()
    {
        var credit = await AdjustAsync(_from, 50);
        var debit = await AdjustAsync(_from, -150);

        (credit.PreviousBalance, credit.Balance, credit.Version).ShouldBe((100, 150, 2));
        (debit.PreviousBalance, debit.Balance, debit.Version).ShouldBe((150, 0, 3));
    }

    [Fact]
    public async Task A_debit_goes_as_far_as_the_overdraft_and_no_further()
    {
        (await AdjustAsync(_to, -20)).Balance.ShouldBe(-20);

        var refused = await _harness.AskAsync<AdjustBalance, OperationRefused>(
            new AdjustBalance { UserId = _to, Amount = -1 }
        );

        (refused.Reason, refused.Balance, refused.Version).ShouldBe((RefusalReason.InsufficientFunds, -20, 2));
    }

    [Fact]
    public async Task A_transfer_changes_both_wallets_and_publishes_an_event_for_each()
    {
        var transferred = await _harness.AskAsync<TransferBalance, BalanceTransferred>(
            new TransferBalance
            {
                From = _from,
                To = _to,
                Amount = 60,
            }
        );

        (transferred.From.Balance, transferred.From.Version, transferred.To.Balance, transferred.To.Version).ShouldBe(
            (40, 2, 60, 2)
        );
        var events = _harness.Events.Of(transferred.OperationId);
        events.Select(one => one.Message).ShouldBe([transferred.From, transferred.To]);
    }

    [Fact]
    public async Task A_transfer_is_refused_as_a_whole()
    {
        var refused = await _harness.AskAsync<TransferBalance, OperationRefused>(
            new TransferBalance
            {
                From = _from,
                To = _to,
                Amount = 101,
            }
        );

        (refused.Reason, refused.UserId, refused.Balance).ShouldBe((RefusalReason.InsufficientFunds, _from, 100));
        (await _harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _to })).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Transfers_to_and_fro_at_once_keep_the_sum()
    {
        await AdjustAsync(_to, 100);

        await Task.WhenAll(
            Enumerable
                .Range(1, 12)
                .Select(amount =>
                    _harness.AskAsync<TransferBalance, BalanceTransferred>(
                        amount % 2 == 0
                            ? new TransferBalance
                            {
                                From = _from,
                                To = _to,
                                Amount = amount,
                            }
                            : new TransferBalance
                            {
                                From = _to,
                                To = _from,
                                Amount = amount,
                            }
                    )
                )
        );

        var from = await _harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _from });
        var to = await _harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _to });
        (from.Balance + to.Balance, from.Version, to.Version).ShouldBe((200, 13, 14));
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("from")]
    public async Task A_transfer_of_nothing_or_to_itself_is_faulted_by_name(string field)
    {
        var message = field == "amount"
            ? new TransferBalance { From = _from, To = _to, Amount = 0 }
            : new TransferBalance { From = _from, To = _from, Amount = 1 };

        var fault = await Should.ThrowAsync<RequestFaultException>(
            _harness.AskAsync<TransferBalance, BalanceTransferred>(message)
        );

        fault.Fault!.Exceptions[0].Message.ShouldContain(field);
    }

    [Fact]
    public async Task The_history_tells_every_change_in_order_page_after_page()
    {
        var changes = new List<BalanceUpdated>();
        for (var amount = 1; amount <= 5; amount++)
            changes.Add(await AdjustAsync(_from, amount));

        var first = await EventuallyAsync(new GetHistory { UserId = _from, After = 1, Limit = 3 }, 3);
        var second = await EventuallyAsync(new GetHistory { UserId = _from, After = first.Next, Limit = 3 }, 2);

        first.Operations.Concat(second.Operations).ShouldBe(changes);
        (
            await _harness.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = Guid.NewGuid() })
        ).Operations.ShouldBeEmpty();
    }

    private Task<HistoryResult> EventuallyAsync(GetHistory question, int operations) => Eventually.GetAsync(
        async () =>
        {
            var answer = await _harness.AskAsync<GetHistory, HistoryResult>(question);
            return answer.Operations.Count == operations ? answer : null;
        },
        "the history");

    private Task<BalanceUpdated> AdjustAsync(Guid userId, long amount) =>
        _harness.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = userId, Amount = amount });
}
