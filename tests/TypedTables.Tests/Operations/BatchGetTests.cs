using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

public sealed class BatchGetTests
{
    private readonly FakeClock _clock = new() { FiresAtOnce = true };

    [Fact]
    public async Task Keys_go_out_100_in_a_call()
    {
        var wire = new RecordingWire();

        var result = await TableOf(wire).BatchGetAsync(Keys(201));

        wire.Operations.ShouldBe(["BatchGetItem", "BatchGetItem", "BatchGetItem"]);
        wire.Requests.ConvertAll(request => request.Split("{\"id\":").Length - 1).ShouldBe([100, 100, 1]);
        wire.Requests[2].ShouldBe("""{"RequestItems":{"test_papers":{"Keys":[{"id":{"S":"p200"}}]}}}""");
        (result.Items.Count, result.Unread.Count).ShouldBe((0, 0));
        _clock.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task No_keys_need_no_call()
    {
        var wire = new RecordingWire();

        (await TableOf(wire).BatchGetAsync([])).Items.ShouldBeEmpty();

        wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_service_leaves_is_asked_for_again()
    {
        var wire = new RecordingWire(
            Left("p0", found: "p1"),
            RecordingWire.Reply("""{"Responses":{"test_papers":[{"id":{"S":"p0"}}]},"UnprocessedKeys":{}}"""));

        var result = await TableOf(wire).BatchGetAsync(Keys(2), consistent: true);

        result.Items.Select(paper => paper.Id).ShouldBe(["p1", "p0"]);
        result.Unread.ShouldBeEmpty();
        wire.Requests.ShouldBe(
        [
            """{"RequestItems":{"test_papers":{"Keys":[{"id":{"S":"p0"}},{"id":{"S":"p1"}}],"ConsistentRead":true}}}""",
            """{"RequestItems":{"test_papers":{"Keys":[{"id":{"S":"p0"}}],"ConsistentRead":true}}}""",
        ]);
    }

    [Fact]
    public async Task After_six_attempts_what_is_left_is_reported_and_can_be_asked_for_again()
    {
        var wire = new RecordingWire([.. Enumerable.Repeat(Left("p0"), 6)]);
        var table = TableOf(wire);

        var result = await table.BatchGetAsync(Keys(1));
        await table.GetAsync(result.Unread.ShouldHaveSingleItem());

        wire.Operations.ShouldBe([.. Enumerable.Repeat("BatchGetItem", 6), "GetItem"]);
        wire.Requests[6].ShouldContain("""{"id":{"S":"p0"}}""");
    }

    [Fact]
    public async Task The_pauses_double_and_are_shortened_at_random()
    {
        const int Rounds = 400;
        var wire = new RecordingWire([.. Enumerable.Repeat(Left("p0"), 6 * Rounds)]);
        var table = TableOf(wire);

        for (var round = 0; round < Rounds; round++)
            await table.BatchGetAsync(Keys(1));

        // 50 ms and its doubles make 1550 ms, of which half is waited on average; the bounds are six deviations away.
        (_clock.Elapsed.TotalMilliseconds / Rounds).ShouldBeInRange(690, 860);
    }

    [Fact]
    public async Task The_callers_own_cancellation_ends_a_pause()
    {
        using var cancellation = new CancellationTokenSource();
        var clock = new FakeClock();
        var wire = new RecordingWire([.. Enumerable.Repeat(Left("p0"), 6)]);

        var reading = wire.Table(Papers.Schema, new TableClientOptions { TimeProvider = clock, TableName = Prefixed })
            .BatchGetAsync(Keys(1), cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);
        wire.Requests.Count.ShouldBeLessThan(6);
    }

    [Fact]
    public async Task An_item_that_is_something_else_is_refused_by_the_tables_name()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply(
                """{"Responses":{"test_papers":[{"id":{"S":"p0"},"note":{"N":"0"}}]},"UnprocessedKeys":{}}"""));

        (await Should.ThrowAsync<ItemDecodeException>(TableOf(wire).BatchGetAsync(Keys(1)))).Table.ShouldBe(
            "test_papers"
        );
        (await Should.ThrowAsync<ArgumentNullException>(TableOf(wire).BatchGetAsync(null!))).ParamName.ShouldBe("keys");
    }

    [Theory]
    [InlineData("""{"Responses":{"test_papers":[]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"test_papers":[]},"UnprocessedKeys":{"test_papers":{}}}""")]
    [InlineData(
        """{"Responses":{"test_papers":[],"other":[{"id":{"S":"p0"}}]"""
        + """},"UnprocessedKeys":{"other":{"Keys":[{"id":{"S":"p0"}}]}}}""")]
    public async Task An_answer_with_nothing_for_the_table_has_nothing(string json)
    {
        var wire = new RecordingWire(RecordingWire.Reply(json));

        var result = await TableOf(wire).BatchGetAsync(Keys(1));

        (result.Items.Count, result.Unread.Count, wire.Requests.Count).ShouldBe((0, 0, 1));
    }

    private static string Prefixed(string name) => "test_" + name;

    private static IEnumerable<Key> Keys(int count) =>
        Enumerable.Range(0, count).Select(i => Key.Of(Papers.Id, $"p{i}"));

    private static WireReply Left(string id, string? found = null) =>
        RecordingWire.Reply(
            $$$$"""
            {"Responses":{"test_papers":[{{{{(
                found is null ? "" : $$$"""{"id":{"S":"{{{found}}}"}}"""
            )}}}}]},"UnprocessedKeys":{"test_papers":{"Keys":[{"id":{"S":"{{{{id}}}}"}}]}}}
            """
        );

    private Table<Paper> TableOf(RecordingWire wire) =>
        wire.Table(Papers.Schema, new TableClientOptions { TimeProvider = _clock, TableName = Prefixed });
}
