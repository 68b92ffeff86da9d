using Amazon.DynamoDBv2.Model;
using Front;
using SystemTests.Parts;
using static SystemTests.Fronts.FrontUnderTest;

namespace SystemTests.Fronts;

[Collection(nameof(TableTests))]
public sealed class FrontConflictTests(Engines engines)
{
    private static readonly LatencyModel Slow = new()
    {
        Transaction = TimeSpan.FromSeconds(2),
        Transaction99 = TimeSpan.FromSeconds(2.1),
        Read = TimeSpan.FromMilliseconds(5),
        Write = TimeSpan.FromMilliseconds(5),
    };

    private static readonly AwsFrontOptions Whole = new() { Latency = Slow, Conflicts = Hold.Whole };

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Of_two_transactions_that_meet_on_an_item_the_later_one_is_cancelled_without_the_item(
        string engine
    )
    {
        await using var front = await StartAsync(engines, Whole, engine);
        var first = await BegunAsync(front, null, "a", "b");

        var cancelled = await Should.ThrowAsync<TransactionCanceledException>(front.TransactAsync(null, "c", "b"));

        cancelled.CancellationReasons.Select(reason => reason.Code).ShouldBe(["None", "TransactionConflict"]);
        cancelled.CancellationReasons[1].Item.ShouldBeNull();
        await first;
        await front.TransactAsync(null, "c", "b");
        front.Front.Counts.Report().Reasons.ShouldBe(new Dictionary<string, long> { ["TransactionConflict"] = 1 });
    }

    [Fact]
    public async Task Single_writes_and_transacted_reads_meet_a_transaction_and_plain_reads_do_not()
    {
        await using var front = await StartAsync(engines, Whole);
        var first = await BegunAsync(front, null, "a", "b");

        await Should.ThrowAsync<TransactionConflictException>(front.PutAsync("a"));
        await front.GetAsync("a");
        await front.PutAsync("c");
        var read = await Should.ThrowAsync<TransactionCanceledException>(ReadAsync(front, "c", "a"));

        read.CancellationReasons.Select(reason => reason.Code).ShouldBe(["None", "TransactionConflict"]);
        await first;
        await ReadAsync(front, "c", "a");
    }

    [Fact]
    public async Task An_item_that_is_held_for_the_last_part_of_the_delay_is_free_before()
    {
        await using var front = await StartAsync(
            engines,
            Whole with
            {
                Conflicts = Hold.Last(TimeSpan.FromMilliseconds(5)),
            }
        );
        var first = await BegunAsync(front, null, "a", "b");

        await front.PutAsync("a");

        first.IsCompleted.ShouldBeFalse();
        await first;
    }

    [Fact]
    public async Task A_token_under_way_and_a_token_with_other_content_are_refused_and_a_repeat_is_answered()
    {
        await using var front = await StartAsync(engines, Whole);
        var first = await BegunAsync(front, "token", "a", "b");

        await Should.ThrowAsync<TransactionInProgressException>(front.TransactAsync("token", "a", "b"));
        await Should.ThrowAsync<IdempotentParameterMismatchException>(front.TransactAsync("token", "a", "c"));
        await first;
        await Should.ThrowAsync<IdempotentParameterMismatchException>(front.TransactAsync("token", "a", "c"));
        await front.TransactAsync("token", "a", "b");
    }

    [Fact]
    public async Task A_front_that_tells_only_the_first_reason_hides_the_others()
    {
        await using var all = await StartAsync(engines, new AwsFrontOptions());
        await using var front = await StartAsync(engines, new AwsFrontOptions { FirstReasonOnly = true });
        foreach (var one in (FrontUnderTest[])[all, front])
        {
            await one.PutAsync("new-1");
            await one.PutAsync("new-2");
        }

        var told = await Should.ThrowAsync<TransactionCanceledException>(
            all.TransactAsync(null, "a", "new-1", "new-2")
        );
        var hidden = await Should.ThrowAsync<TransactionCanceledException>(
            front.TransactAsync(null, "a", "new-1", "new-2")
        );

        told.CancellationReasons.Select(reason => reason.Code)
            .ShouldBe(["None", "ConditionalCheckFailed", "ConditionalCheckFailed"]);
        hidden.CancellationReasons.Select(reason => reason.Code).ShouldBe(["None", "ConditionalCheckFailed", "None"]);
        hidden.Message.ShouldContain("[None, ConditionalCheckFailed, None]");
    }

    /// <summary>Begins a slow transaction, and comes back when the front has it.</summary>
    private static async Task<Task> BegunAsync(FrontUnderTest front, string? token, params string[] ids)
    {
        var transaction = front.TransactAsync(token, ids);
        await Eventually.IsTrueAsync(
            () => front.Front.Counts.Report().Units.ContainsKey(front.Resource),
            "the transaction to arrive"
        );
        return transaction;
    }

    private static Task<TransactGetItemsResponse> ReadAsync(FrontUnderTest front, params string[] ids) =>
        front.Client.TransactGetItemsAsync(
            new TransactGetItemsRequest
            {
                TransactItems =
                [
                    .. ids.Select(id => new TransactGetItem
                    {
                        Get = new Get { TableName = front.Table, Key = Key(id) },
                    }),
                ],
            }
        );
}
