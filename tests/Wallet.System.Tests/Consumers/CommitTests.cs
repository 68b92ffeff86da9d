using System.Text.Json.Nodes;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Storage;

namespace SystemTests.Consumers;

/// <summary>What is seen while a transaction is being committed, and until the index has it.</summary>
/// <remarks>
/// DynamoDB commits the items of a transaction one after the other. A query may come between them, and see one and not
/// yet the other; only a transaction may not, and is refused instead. It may name only the first reason. Indexes follow
/// later, in any order. No engine at hand does this, so a proxy does.
/// </remarks>
[Collection(nameof(TableTests))]
public sealed class CommitTests(Engines engines) : IAsyncLifetime
{
    private readonly Guid _from = Guid.NewGuid();
    private readonly Guid _to = Guid.NewGuid();
    private FaultyProxy _proxy = null!;
    private ConsumerHarness _harness = null!;
    private ProxyFault _conflict;

    /// <summary>
    /// Which of a write's reasons are others than the engine's, until the commit is over; null while no commit goes on.
    /// </summary>
    private Action<JsonArray>? _change;

    /// <summary>Whether no reason is told but the first, ever.</summary>
    private bool _isOnlyFirstTold;
    private int _looks;

    /// <summary>Which records are not to be seen yet; null while no commit goes on.</summary>
    private Func<JsonNode, bool>? _isHidden;

    public async ValueTask InitializeAsync()
    {
        _proxy = new FaultyProxy(
            engines.Endpoint(Engines.Embedded),
            operation =>
                operation == "TransactGetItems" && _isHidden is not null && LooksNow() ? _conflict : ProxyFault.None,
            async (operation, request, engine) =>
                operation == "Query" && _isHidden is { } hidden && LooksNow()
                    ? Without(await engine(request), hidden)
                    : null
        )
        {
            ChangeRefusal = (operation, refused) =>
            {
                if (operation != "TransactWriteItems" || refused["CancellationReasons"] is not JsonArray reasons)
                    return;
                if (_change is not null && LooksNow())
                    _change(reasons);
                if (_isOnlyFirstTold)
                    TellOnlyFirst(reasons);
            },
        };
        _harness = await ConsumerHarness.StartAsync(_proxy.Endpoint);
        foreach (var userId in (Guid[])[_from, _to])
            await _harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = userId, Balance = 100 });
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_repeat_of_a_transfer_never_gets_half_an_answer()
    {
        var message = new TransferBalance { From = _from, To = _to, Amount = 30, OperationId = Guid.NewGuid() };
        var first = await _harness.AskAsync<TransferBalance, BalanceTransferred>(message);
        _change = reasons => reasons[3] = Busy;

        (await _harness.AskAsync<TransferBalance, BalanceTransferred>(message)).ShouldBe(first);

        _looks.ShouldBeGreaterThan(1, "the repeat was to come before the commit was over");
    }

    [Fact]
    public async Task A_repeat_of_a_transfer_gets_its_answer_also_where_only_the_first_lost_fence_is_told()
    {
        var message = new TransferBalance { From = _from, To = _to, Amount = 30, OperationId = Guid.NewGuid() };
        var first = await _harness.AskAsync<TransferBalance, BalanceTransferred>(message);
        (_isOnlyFirstTold, _isHidden, _conflict) = (true, record => PartOf(record) == "Second", ProxyFault.Conflict);

        (await _harness.AskAsync<TransferBalance, BalanceTransferred>(message)).ShouldBe(first);

        _looks.ShouldBeGreaterThan(1, "the repeat was to come before the commit was over");
    }

    [Fact]
    public async Task A_refusal_of_a_transfer_whose_commit_goes_on_is_none()
    {
        var message = new TransferBalance { From = _from, To = _to, Amount = 80, OperationId = Guid.NewGuid() };
        var first = await _harness.AskAsync<TransferBalance, BalanceTransferred>(message);
        (_isHidden, _conflict) = (record => PartOf(record) == "First", ProxyFault.ConflictOnFirst);

        (await _harness.AskAsync<TransferBalance, BalanceTransferred>(message)).ShouldBe(first);

        _looks.ShouldBeGreaterThan(1, "the repeat was to come before the commit was over");
    }

    [Fact]
    public async Task A_lost_version_alone_says_nothing_of_the_record()
    {
        var message = new AdjustBalance { UserId = _from, Amount = -80, OperationId = Guid.NewGuid() };
        var isOvertaken = false;
        _isOnlyFirstTold = true;
        BalanceUpdated? first = null;
        _harness.Steps.OnHit = async (step, operation) =>
        {
            // A copy of the message gets through between our reading and our writing, so that both fences are lost and
            // one is told.
            if (operation != message.OperationId
                || step != FailPoint.AfterRead
                || isOvertaken)
                return;
            isOvertaken = true;
            first = await _harness.AskAsync<AdjustBalance, BalanceUpdated>(message);
        };

        var answer = await _harness.AskAsync<AdjustBalance, BalanceUpdated>(message);

        answer.ShouldBe(first);
        (await _harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _from })).Balance.ShouldBe(20);
    }

    [Fact]
    public async Task A_repeat_whose_record_is_not_to_be_seen_yet_is_not_refused_for_what_it_did_itself()
    {
        var message = new SetBalance
        {
            UserId = _from,
            Balance = 30,
            OperationId = Guid.NewGuid(),
            ExpectedVersion = 1,
        };
        var first = await _harness.AskAsync<SetBalance, BalanceUpdated>(message);
        _change = reasons => reasons[0] = Busy;

        (await _harness.AskAsync<SetBalance, BalanceUpdated>(message)).ShouldBe(first);

        _looks.ShouldBeGreaterThan(1, "the repeat was to come before the commit was over");
    }

    [Fact]
    public async Task Whoever_asks_for_an_operation_never_sees_half_of_it()
    {
        var moved = await _harness.AskAsync<TransferBalance, BalanceTransferred>(
            new TransferBalance
            {
                From = _from,
                To = _to,
                Amount = 30,
            }
        );
        (_isHidden, _conflict) = (record => PartOf(record) == "Second", ProxyFault.Conflict);

        var result = await _harness.AskAsync<GetOperation, OperationResult>(
            new GetOperation { OperationId = moved.OperationId }
        );

        result.Changes.ShouldBe([moved.From, moved.To]);
    }

    [Fact]
    public async Task A_change_that_is_late_in_the_index_is_not_passed_over_by_the_history()
    {
        var changes = new List<BalanceUpdated>();
        for (var amount = 1; amount <= 3; amount++)
            changes.Add(
                await _harness.AskAsync<AdjustBalance, BalanceUpdated>(
                    new AdjustBalance { UserId = _from, Amount = amount }
                )
            );
        _isHidden = record => record["version"]!["N"]!.GetValue<string>() == "3";

        var early = await _harness.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = _from, After = 1 });
        var late = await _harness.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = _from, After = 2 });
        var then = await _harness.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = _from, After = 2 });

        early.Operations.ShouldBe(changes[..1]);
        late.Operations.ShouldBeEmpty();
        (early.Next, late.Next).ShouldBe((null, null));
        then.Operations.ShouldBe(changes[1..]);
    }

    /// <summary>The commit is over when the record has been looked at twice.</summary>
    private bool LooksNow() => Interlocked.Increment(ref _looks) <= 2;

    private static JsonNode Busy => new JsonObject { ["Code"] = "TransactionConflict", ["Message"] = "Busy." };

    private static void TellOnlyFirst(JsonArray reasons)
    {
        var first = reasons.TakeWhile(reason => reason!["Code"]?.GetValue<string>() is null or "None").Count();
        for (var index = first + 1; index < reasons.Count; index++)
            reasons[index] = new JsonObject { ["Code"] = "None" };
    }

    private static string PartOf(JsonNode record) => record["part"]!["S"]!.GetValue<string>();

    private static JsonNode Without(JsonNode answer, Func<JsonNode, bool> isHidden)
    {
        var items = answer["Items"]!.AsArray();
        foreach (var item in items.Where(item => isHidden(item!)).ToList())
            items.Remove(item);
        return answer;
    }
}
