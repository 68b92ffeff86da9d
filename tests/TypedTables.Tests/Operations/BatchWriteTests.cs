using TypedTables.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class BatchWriteTests
{
    private const string PutOfP0 = """{"PutRequest":{"Item":{"id":{"S":"p0"}}}}""";
    private const string DeleteOfP1 = """{"DeleteRequest":{"Key":{"id":{"S":"p1"}}}}""";

    private readonly FakeClock _clock = new() { FiresAtOnce = true };

    [Fact]
    public async Task Items_and_keys_go_out_together()
    {
        var wire = new RecordingWire();

        var result = await TableOf(wire).BatchWriteAsync(put: [new Paper("p0")], delete: [Key.Of(Papers.Id, "p1")]);

        result.IsComplete.ShouldBeTrue();
        wire.Operations.ShouldBe(["BatchWriteItem"]);
        wire.Requests.ShouldBe([$$$"""{"RequestItems":{"papers":[{{{PutOfP0}}},{{{DeleteOfP1}}}]}}"""]);
    }

    [Fact]
    public async Task Writes_go_out_25_in_a_call()
    {
        var wire = new RecordingWire();

        await TableOf(wire)
            .BatchWriteAsync(
                put: Enumerable.Range(0, 26).Select(i => new Paper($"p{i}")),
                delete: Enumerable.Range(26, 25).Select(i => Key.Of(Papers.Id, $"p{i}"))
            );

        wire.Requests.ConvertAll(request => request.Split("Request\":").Length - 1).ShouldBe([25, 25, 1]);
        wire.Requests[1].ShouldContain("PutRequest");
        wire.Requests[1].ShouldContain("DeleteRequest");
    }

    [Fact]
    public async Task Nothing_to_write_needs_no_call()
    {
        var wire = new RecordingWire();

        (await TableOf(wire).BatchWriteAsync()).IsComplete.ShouldBeTrue();

        wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_service_leaves_is_sent_again()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply($$$"""{"UnprocessedItems":{"papers":[{{{DeleteOfP1}}}]}}"""),
            RecordingWire.Reply("""{"UnprocessedItems":{}}""")
        );

        var result = await TableOf(wire).BatchWriteAsync([new Paper("p0")], [Key.Of(Papers.Id, "p1")]);

        result.IsComplete.ShouldBeTrue();
        wire.Requests.Count.ShouldBe(2);
        wire.Requests[1].ShouldBe($$$"""{"RequestItems":{"papers":[{{{DeleteOfP1}}}]}}""");
    }

    [Fact]
    public async Task After_six_attempts_what_is_left_is_reported()
    {
        var left = RecordingWire.Reply($$$"""{"UnprocessedItems":{"papers":[{{{PutOfP0}}},{{{DeleteOfP1}}}]}}""");
        var wire = new RecordingWire([.. Enumerable.Repeat(left, 6)]);

        var result = await TableOf(wire).BatchWriteAsync([new Paper("p0")], [Key.Of(Papers.Id, "p1")]);

        wire.Requests.Count.ShouldBe(6);
        result.IsComplete.ShouldBeFalse();
        result.Unput.ShouldHaveSingleItem().Id.ShouldBe("p0");
        Write(result.Undeleted.ShouldHaveSingleItem()).ShouldBe("""{"id":{"S":"p1"}}""");
        _clock.Elapsed.ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMilliseconds(1550));
    }

    [Theory]
    [InlineData(PutOfP0)]
    [InlineData(DeleteOfP1)]
    public async Task One_write_left_is_not_complete(string entry)
    {
        var wire = new RecordingWire([
            .. Enumerable.Repeat(RecordingWire.Reply($$$"""{"UnprocessedItems":{"papers":[{{{entry}}}]}}"""), 6),
        ]);

        (await TableOf(wire).BatchWriteAsync([new Paper("p0")], [Key.Of(Papers.Id, "p1")])).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task An_item_or_key_that_does_not_fit_is_refused_before_its_call()
    {
        var wire = new RecordingWire();

        await Should.ThrowAsync<ItemEncodeException>(
            TableOf(wire).BatchWriteAsync([new Paper("p0"), new Paper(null!)])
        );
        (
            await Should.ThrowAsync<ItemEncodeException>(TableOf(wire).BatchWriteAsync(delete: [Wallets.UserKey]))
        ).Field.ShouldBe("id");

        wire.Requests.ShouldBeEmpty();
    }

    private static string Write(Key key) =>
        System.Text.Encoding.UTF8.GetString(JsonBuffer.ToArray(json => key.Write(Papers.Schema, json)));

    private Table<Paper> TableOf(RecordingWire wire) =>
        wire.Table(Papers.Schema, new TableClientOptions { TimeProvider = _clock });
}
