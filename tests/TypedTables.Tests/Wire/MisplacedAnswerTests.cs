using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire;

/// <summary>An answer that belongs to another request is never believed, whatever wire has brought it.</summary>
public sealed class MisplacedAnswerTests
{
    private const string Own = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"7"}}""";
    private const string Others = """{"user_id":{"S":"0ddff6d6-41d4-46fb-ae74-ba19a2e69cb1"},"balance":{"N":"9"}}""";

    /// <summary>What cannot be the answer, what can, and how it is asked for.</summary>
    private static readonly Dictionary<
        string,
        (string Wrong, string Right, Func<TableClient, Table<Wallet>, Task> Read)> Reads = new()
    {
        ["get"] = (
            $$"""{"Item":{{Others}}}""",
            $$"""{"Item":{{Own}}}""",
            (_, table) => table.GetAsync(Wallets.UserKey)),
        ["get as it comes"] = ($$"""{"Item":{{Others}}}""", "{}", (_, table) => table.GetRawAsync(Wallets.UserKey)),
        ["get of some, with the key"] = (
            $$"""{"Item":{{Others}}}""",
            $$"""{"Item":{{Own}}}""",
            (_, table) => table.GetAsync(Wallets.UserKey, [Wallets.UserId, Wallets.Balance])),
        ["get without a key"] = (
            """{"Item":{"balance":{"N":"9"}}}""",
            "{}",
            (_, table) => table.GetAsync(Wallets.UserKey)),
        ["get that meets a query's answer"] = (
            $$"""{"Items":[{{Own}}],"Count":1}""",
            "{}",
            (_, table) => table.GetAsync(Wallets.UserKey)),
        ["get that meets an update's answer"] = (
            $$"""{"Attributes":{{Own}}}""",
            "{}",
            (_, table) => table.GetAsync(Wallets.UserKey)),
        ["batch"] = (Batch(Others), Batch(Own), (_, table) => table.BatchGetAsync([Wallets.UserKey])),
        ["batch with an item twice"] = (
            Batch($"{Own},{Own}"),
            Batch(Own),
            (_, table) => table.BatchGetAsync([Wallets.UserKey])),
        ["batch with a strange key left"] = (
            """{"Responses":{"wallets":[]},"UnprocessedKeys":{"wallets":{"Keys":[{"user_id":{"S":"x"}}]}}}""",
            Batch(Own),
            (_, table) => table.BatchGetAsync([Wallets.UserKey])),
        ["batch of nothing"] = ("{}", Batch(""), (_, table) => table.BatchGetAsync([Wallets.UserKey])),
        ["batch without the table"] = (
            """{"Responses":{},"UnprocessedKeys":{}}""",
            Batch(""),
            (_, table) => table.BatchGetAsync([Wallets.UserKey])),
        ["batch that does not say what is left"] = (
            """{"Responses":{"wallets":[]}}""",
            Batch(""),
            (_, table) => table.BatchGetAsync([Wallets.UserKey])),
        ["query"] = (
            $$"""{"Items":[{{Others}}],"Count":1}""",
            $$"""{"Items":[{{Own}}],"Count":1}""",
            (_, table) => table.Query(Wallets.UserId, Wallets.User).ToListAsync().AsTask()),
        ["query of nothing"] = (
            "{}",
            """{"Items":[],"Count":0}""",
            (_, table) => table.Query(Wallets.UserId, Wallets.User).ToListAsync().AsTask()),
        ["scan of nothing"] = ("{}", """{"Items":[],"Count":0}""", (_, table) => table.Scan().ToListAsync().AsTask()),
        ["transaction"] = (
            $$"""{"Responses":[{"Item":{{Others}}}]}""",
            """{"Responses":[{}]}""",
            (client, table) => client.TransactGetAsync([table.Read(Wallets.UserKey)])),
        ["transaction with two answers"] = (
            """{"Responses":[{},{}]}""",
            """{"Responses":[{}]}""",
            (client, table) => client.TransactGetAsync([table.Read(Wallets.UserKey)])),
        ["transaction without answers"] = (
            """{"Responses":[]}""",
            """{"Responses":[{}]}""",
            (client, table) => client.TransactGetAsync([table.Read(Wallets.UserKey)])),
    };

    private static readonly Dictionary<
        string,
        (string Answer, bool IsLost, bool IsRetryable, Func<Table<Wallet>, Task> Write)> Writes = new()
    {
        ["put, the old item"] = (
            Changed(Others),
            false,
            true,
            table => table.PutAsync(new Wallet(Wallets.User, 8), returnValues: ReturnValues.AllOld)),
        ["update, the new item"] = (
            Changed(Others),
            false,
            true,
            table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(8), returnValues: ReturnValues.AllNew)),
        ["update, no new item"] = (
            "{}",
            false,
            true,
            table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(8), returnValues: ReturnValues.AllNew)),
        ["increase, the new item"] = (
            Changed(Others),
            false,
            false,
            table => table.UpdateAsync(
                Wallets.UserKey,
                Wallets.Balance.Increase(8),
                returnValues: ReturnValues.AllNew)),
        ["delete, the old item"] = (
            Changed(Others),
            false,
            true,
            table => table.DeleteAsync(Wallets.UserKey, returnValues: ReturnValues.AllOld)),
        ["delete that meets a get's answer"] = (
            $$"""{"Item":{{Own}}}""",
            false,
            true,
            table => table.DeleteAsync(Wallets.UserKey)),
        ["put, a lost condition"] = (
            $$"""{"Item":{{Others}}}""",
            true,
            true,
            table => table.PutAsync(new Wallet(Wallets.User, 8), Wallets.UserId.NotExists())),
        ["update, a lost condition"] = (
            $$"""{"Item":{{Others}}}""",
            true,
            true,
            table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(8), Wallets.Balance.Is(7))),
    };

    public static TheoryData<string> ReadNames => [.. Reads.Keys];

    public static TheoryData<string> WriteNames => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(ReadNames))]
    public async Task A_read_asks_again_until_the_answer_can_be_its_own(string read)
    {
        var (wrong, right, call) = Reads[read];
        var wire = new RecordingWire(RecordingWire.Reply(wrong), RecordingWire.Reply(right));

        await call(Clients.Idle, wire.Table(Wallets.Schema));

        wire.Requests.Count.ShouldBe(2);
        wire.Requests[1].ShouldBe(wire.Requests[0]);
    }

    [Theory]
    [MemberData(nameof(ReadNames))]
    public async Task A_read_that_is_never_answered_rightly_ends_in_an_error_by_name(string read)
    {
        var (wrong, _, call) = Reads[read];
        var wire = new RecordingWire([.. Enumerable.Repeat(RecordingWire.Reply(wrong), 3)]);

        var error = await Should.ThrowAsync<TableOperationException>(call(Clients.Idle, wire.Table(Wallets.Schema)));

        (error.Code, error.Table, error.IsRetryable, error.RequestId, wire.Requests.Count)
            .ShouldBe((TableOperationException.BadReply, "wallets", true, "request-1", 3));
        error.Message.ShouldNotContain("0ddff6d6"); // keys may be personal
    }

    [Theory]
    [MemberData(nameof(WriteNames))]
    public async Task A_write_is_sent_once_and_its_error_says_that_it_may_have_taken_effect(string write)
    {
        var (answer, isLost, isRetryable, call) = Writes[write];
        var wire = new RecordingWire(
            RecordingWire.Reply(answer) with { ErrorCode = isLost ? WireReply.ConditionLost : null });

        var error = await Should.ThrowAsync<TableOperationException>(call(wire.Table(Wallets.Schema)));

        (error.Code, error.Table, error.IsRetryable, wire.Requests.Count)
            .ShouldBe((TableOperationException.BadReply, "wallets", isRetryable, 1));
        error.Message.ShouldContain("may have taken effect");
    }

    [Theory]
    [InlineData($$"""{"CancellationReasons":[{"Code":"ConditionalCheckFailed","Item":{{Others}}}]}""")]
    [InlineData($$"""{"CancellationReasons":[{"Code":"ConditionalCheckFailed","Item":{{Own}}},{"Code":"None"}]}""")]
    public async Task A_transaction_that_is_cancelled_with_anothers_reasons_is_sent_again_with_its_token(string answer)
    {
        var wire = new RecordingWire(
            RecordingWire.Reply(answer) with { ErrorCode = WireReply.TransactionCancelled },
            RecordingWire.Reply("{}"));

        (await Clients.Idle.TransactWriteAsync(
            [wire.Table(Wallets.Schema).Put(new Wallet(Wallets.User, 8), Wallets.UserId.NotExists())])).IsApplied
            .ShouldBeTrue();

        wire.Requests.Count.ShouldBe(2);
        wire.Requests[1].ShouldBe(wire.Requests[0]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"UnprocessedItems":[]}""")]
    [InlineData("""{"UnprocessedItems":{"wallets":[{"DeleteRequest":{"Key":{"user_id":{"S":"x"}}}}]}}""")]
    public async Task A_batch_of_writes_says_what_is_left_and_leaves_only_its_own(string answer)
    {
        var wire = new RecordingWire([.. Enumerable.Repeat(RecordingWire.Reply(answer), 3)]);

        var error = await Should.ThrowAsync<TableOperationException>(
            wire.Table(Wallets.Schema).BatchWriteAsync([new Wallet(Wallets.User, 8)]));

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.BadReply, true));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("10E-1", true)]
    [InlineData("2", false)]
    public async Task Keys_that_are_numbers_are_compared_by_value(string stored, bool isSame)
    {
        var answer = RecordingWire.Reply(
            $$$$"""{"Item":{"sequence":{"N":"{{{{stored}}}}"},"wallet_id":{"S":"{{{{Wallets.UserText}}}}"}}}""");
        var wire = new RecordingWire([.. Enumerable.Repeat(answer, 3)]);

        var get = wire.Table(Ledger.Schema).GetRawAsync(Ledger.FirstKey);

        if (isSame)
            (await get).ShouldNotBeNull();
        else
            (await Should.ThrowAsync<TableOperationException>(get)).Code.ShouldBe(TableOperationException.BadReply);
    }

    [Theory]
    [InlineData("p<\u00e4+\"\\", "\"p<\u00e4+\\u0022\\\\\"")]
    [InlineData("\u00e4", "\"\\u00E4\"")]
    public async Task Keys_that_are_escaped_in_another_way_are_the_same(string id, string json)
    {
        var wire = new RecordingWire(RecordingWire.Reply($$$$"""{"Item":{"id":{"S":{{{{json}}}} } } }"""));

        (await wire.Table(Papers.Schema).GetAsync(Key.Of(Papers.Id, id))).ShouldNotBeNull().Id.ShouldBe(id);
    }

    private static string Batch(string items) => $$$"""{"Responses":{"wallets":[{{{items}}}]},"UnprocessedKeys":{}}""";

    private static string Changed(string item) => $$"""{"Attributes":{{item}}}""";
}
