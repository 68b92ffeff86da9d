using System.Diagnostics.Metrics;
using TypedTables.Expressions;
using TypedTables.Metering;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

/// <summary>Who listens to a meter is heard by the whole process: other tests must not run meanwhile.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class ConsumedCapacityTests
{
    private const string One = """ "ConsumedCapacity":{"TableName":"papers","CapacityUnits":2.5}""";
    private const string Several =
        """ "ConsumedCapacity":[{"TableName":"papers","CapacityUnits":2},{"TableName":"wallets","CapacityUnits":"""
            + """0.5}]""";

    private readonly List<ConsumedCapacity> _consumed = [];

    [Fact]
    public async Task The_hook_is_told_what_each_call_consumed()
    {
        var wire = new RecordingWire(Reply(One), Reply("\"Count\":0," + One));
        var table = Listening(wire);

        await table.GetAsync(Papers.Key);
        await table.Scan().CountAsync();

        wire.Requests.ShouldAllBe(request =>
            request.EndsWith(",\"ReturnConsumedCapacity\":\"TOTAL\"}", StringComparison.Ordinal)
        );
        _consumed.ShouldBe([
            new ConsumedCapacity("GetItem", "papers", 2.5),
            new ConsumedCapacity("Scan", "papers", 2.5),
        ]);
    }

    [Fact]
    public async Task Batches_and_transactions_consume_of_several_tables()
    {
        var wire = new RecordingWire(
            Reply("""  "Responses":{"papers":[]},"UnprocessedKeys":{},""" + Several),
            Reply("\"UnprocessedItems\":{}," + Several),
            Reply(Several),
            Reply("\"Responses\":[{}]," + Several));
        var table = Listening(wire);

        await table.BatchGetAsync([Papers.Key]);
        await table.BatchWriteAsync(delete: [Papers.Key]);
        await Clients.Idle.TransactWriteAsync([table.Delete(Papers.Key)]);
        await Clients.Idle.TransactGetAsync([table.Read(Papers.Key)]);

        wire.Requests.ShouldAllBe(request =>
            request.EndsWith(",\"ReturnConsumedCapacity\":\"TOTAL\"}", StringComparison.Ordinal)
        );
        _consumed
            .Select(one => $"{one.Operation} {one.Table}")
            .ShouldBe([
                "BatchGetItem papers",
                "BatchGetItem wallets",
                "BatchWriteItem papers",
                "BatchWriteItem wallets",
                "TransactWriteItems papers",
                "TransactWriteItems wallets",
                "TransactGetItems papers",
                "TransactGetItems wallets",
            ]);
    }

    [Fact]
    public async Task A_hook_that_fails_does_not_make_a_call_fail_that_has_succeeded()
    {
        var wire = new RecordingWire(Reply(One));
        var table = wire.Table(
            Papers.Schema,
            new TableClientOptions { OnConsumedCapacity = _ => throw new InvalidOperationException("the hook") }
        );

        (await table.DeleteAsync(Papers.Key)).IsApplied.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"CapacityUnits":1}""", 1)]
    [InlineData("""{"TableName":null,"CapacityUnits":1}""", 1)]
    [InlineData("""{"TableName":"papers"}""", 0)]
    [InlineData("""{"TableName":"papers","CapacityUnits":"many"}""", 0)]
    [InlineData("""{"TableName":"papers","CapacityUnits":1E999}""", 0)]
    [InlineData("[1,null,{}]", 0)]
    [InlineData("""[{},{"TableName":"papers","CapacityUnits":1}]""", 1)]
    [InlineData("null", 0)]
    [InlineData("7", 0)]
    public async Task A_report_never_makes_a_write_fail_that_was_applied_whatever_is_in_it(string report, int told)
    {
        var wire = new RecordingWire(Reply($"\"ConsumedCapacity\":{report}"));

        (await Listening(wire).PutAsync(new Paper("p1"))).IsApplied.ShouldBeTrue();

        _consumed.ShouldBe(Enumerable.Repeat(new ConsumedCapacity("PutItem", "papers", 1), told));
    }

    [Fact]
    public async Task An_answer_that_does_not_tell_counts_nothing()
    {
        await Listening(new RecordingWire()).GetAsync(Papers.Key);

        _consumed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nobody_listens_nobody_asks()
    {
        var wire = new RecordingWire(Reply(One));

        await wire.Table(Papers.Schema).GetAsync(Papers.Key);

        wire.Requests[0].ShouldNotContain("ReturnConsumedCapacity");
    }

    [Fact]
    public async Task A_failed_call_counts_nothing()
    {
        var wire = new RecordingWire(Reply(One) with { ErrorCode = "ThrottlingException" });

        await Should.ThrowAsync<TableOperationException>(Listening(wire).GetAsync(Papers.Key));

        _consumed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_listens_to_the_meter_is_told_as_well()
    {
        var measured = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) => EnableOurs(instrument, self),
        };
        listener.SetMeasurementEventCallback<double>(
            (instrument, units, tags, _) =>
                measured.Add(
                    $"{instrument.Name} {instrument.Unit} {units} "
                        + $"{string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"
                )
        );
        listener.Start();
        var wire = new RecordingWire(Reply(Several));

        await wire.Table(Papers.Schema).UpdateAsync(Papers.Key, Papers.Price.Set(1));

        wire.Requests[0].ShouldContain("\"ReturnConsumedCapacity\":\"TOTAL\"");
        measured.ShouldBe(
        [
            "typedtables.consumed_capacity {unit} 2 operation=UpdateItem table=papers",
            "typedtables.consumed_capacity {unit} 0.5 operation=UpdateItem table=wallets",
        ]);
    }

    private static void EnableOurs(Instrument instrument, MeterListener listener)
    {
        if (instrument is { Meter.Name: "TypedTables", Name: "typedtables.consumed_capacity" })
            listener.EnableMeasurementEvents(instrument);
    }

    private static WireReply Reply(string members) => RecordingWire.Reply($"{{{members}}}");

    private Table<Paper> Listening(RecordingWire wire) =>
        wire.Table(Papers.Schema, new TableClientOptions { OnConsumedCapacity = _consumed.Add });
}
