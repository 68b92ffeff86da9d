using System.Diagnostics;
using System.Text;
using TypedTables.Json;
using TypedTables.Tests.Parts;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables.Tests.Metering;

public sealed class CallObservationTests
{
    private static readonly WireReply Reply = new() { Json = Encoding.UTF8.GetBytes("{}"), RequestId = "request-1" };

    private static readonly ReplyCheck Check = new GetCheck(Wallets.Schema.Key);

    [Fact]
    public async Task Where_nobody_listens_a_call_costs_its_task_and_not_a_byte_more()
    {
        const int calls = 1000;
        const int taskBytes = 72;
        var wire = new TableWire(new SameWire(Reply), new TableClientOptions(), null);
        using var request = new JsonBuffer(); // Empty, and so good for any number of calls.
        for (var i = 0; i < calls; i++)
            await wire.SendAsync("GetItem", "wallets", request, Check, CancellationToken.None);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
            _ = wire.SendAsync("GetItem", "wallets", request, Check, CancellationToken.None).IsCompletedSuccessfully;
        var perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / calls;

        perCall.ShouldBeLessThanOrEqualTo(taskBytes);
    }

    [Fact]
    public async Task Who_listens_hears_of_operation_table_attempts_and_request_and_of_no_key()
    {
        var heard = await HeardAsync(Reply);

        (heard.DisplayName, heard.Kind, heard.Status).ShouldBe(
            ("GetItem wallets", ActivityKind.Client, ActivityStatusCode.Unset)
        );
        heard
            .TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
            .ShouldBe([
                "db.system.name=aws.dynamodb",
                "db.operation.name=GetItem",
                "db.collection.name=wallets",
                "typedtables.attempts=1",
                "aws.request_id=request-1",
                "typedtables.outcome=ok",
            ]);
    }

    [Fact]
    public async Task A_lost_condition_is_no_error_and_a_throttled_table_is_one()
    {
        (await HeardAsync(Reply with { ErrorCode = WireReply.ConditionLost }))
            .GetTagItem("typedtables.outcome")
            .ShouldBe("condition lost");

        var throttled = await HeardAsync(Reply with { ErrorCode = "ThrottlingException" });
        (throttled.Status, throttled.GetTagItem("error.type"), throttled.GetTagItem("aws.request_id")).ShouldBe(
            (ActivityStatusCode.Error, "ThrottlingException", "request-1")
        );
    }

    private static async Task<Activity> HeardAsync(WireReply reply)
    {
        // Only what happens below this activity: other tests make calls at the same time.
        using var own = new Activity("test").Start();
        var heard = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TypedTables",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == own.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = heard.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new JsonBuffer();
        try
        {
            await new TableWire(new SameWire(reply), new TableClientOptions(), null).SendAsync(
                "GetItem",
                "wallets",
                request,
                Check,
                CancellationToken.None);
        }
        catch (TableOperationException)
        {
            // Heard of below.
        }

        return heard.ShouldHaveSingleItem();
    }

    /// <summary>Answers every call with one and the same task.</summary>
    private sealed class SameWire(WireReply reply) : IDynamoDbWire
    {
        private readonly Task<WireReply> _reply = Task.FromResult(reply);

        public Task<WireReply> SendAsync(
            string operation,
            ReadOnlyMemory<byte> request,
            CancellationToken cancellationToken
        ) => _reply;
    }
}
