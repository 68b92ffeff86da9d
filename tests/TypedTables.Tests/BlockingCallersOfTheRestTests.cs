using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests;

/// <summary>The same for the operations of many items, of transactions and of the table itself.</summary>
public sealed class BlockingCallersOfTheRestTests
{
    private static readonly Dictionary<string, Func<Table<Paper>, Task>> Calls = new()
    {
        ["delete"] = table => table.DeleteAsync(Papers.Key),
        ["update of some fields"] = table => table.UpdateAsync(Papers.Key, Papers.Price.Set(1), ReturnChanged.New),
        ["query"] = table => DrainAsync(table.Query(Papers.Id, "p1")),
        ["select"] = table => DrainAsync(table.Scan().SelectAsync([Papers.Price])),
        ["count"] = table => table.Scan().CountAsync(),
        ["batch get"] = table => table.BatchGetAsync([Papers.Key]),
        ["batch write"] = table => table.BatchWriteAsync(delete: [Papers.Key]),
        ["transact write"] = table => Clients.Idle.TransactWriteAsync([table.Delete(Papers.Key)]),
        ["transact get"] = table => Clients.Idle.TransactGetAsync([table.Read(Papers.Key)]),
    };

    public static TheoryData<string> ItemCalls => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(ItemCalls))]
    public void A_blocked_thread_goes_on_when_the_wire_answers_on_another(string call)
    {
        var gate = new TaskCompletionSource();
        var table = new RecordingWire { Gate = gate.Task }.Table(Papers.Schema);

        OneThreadContext.PostedWhileBlockedOn(() => Calls[call](table), gate.SetResult).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(ItemCalls))]
    public void A_blocked_thread_goes_on_when_the_SDK_answers_on_another(string call)
    {
        var gate = new TaskCompletionSource();
        AmazonWebServiceResponse answer = call switch
        {
            "delete" => new DeleteItemResponse(),
            "update of some fields" => new UpdateItemResponse(),
            "query" => new QueryResponse { Items = [], Count = 0 },
            "batch get" => new BatchGetItemResponse { Responses = new() { ["papers"] = [] }, UnprocessedKeys = [] },
            "batch write" => new BatchWriteItemResponse { UnprocessedItems = [] },
            "transact write" => new TransactWriteItemsResponse(),
            "transact get" => new TransactGetItemsResponse { Responses = [new ItemResponse()] },
            _ => new ScanResponse { Items = [], Count = 0 },
        };
        var table = new ScriptedDynamoDb(answer) { Gate = _ => gate.Task }.Table(Papers.Schema);

        OneThreadContext.PostedWhileBlockedOn(() => Calls[call](table), gate.SetResult).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_blocked_thread_goes_on_whichever_step_of_a_comparison_is_answered_on_another(int step)
    {
        var found = new DescribeTableResponse { Table = Descriptions.Papers() };

        Posted(step, table => table.VerifyAsync(), Papers.Schema, found, Descriptions.TimeToLive("DISABLED"))
            .ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_blocked_thread_goes_on_whichever_step_of_adding_time_to_live_is_answered_on_another(int step)
    {
        var found = new DescribeTableResponse { Table = Descriptions.Papers() };

        Posted(
                step,
                table => table.AddMissingAsync(),
                Papers.Schema,
                found,
                Descriptions.TimeToLive("DISABLED"),
                new UpdateTimeToLiveResponse()
            )
            .ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_blocked_thread_goes_on_whichever_step_of_adding_an_index_is_answered_on_another(int step)
    {
        var missing = Descriptions.Ledger();
        missing.GlobalSecondaryIndexes = null;

        Posted(
            step,
            table => table.AddMissingAsync(),
            Ledger.Schema,
            new DescribeTableResponse { Table = missing },
            new UpdateTableResponse(),
            new DescribeTableResponse { Table = Descriptions.Ledger() }).ShouldBe(0);
    }

    [Fact]
    public void A_blocked_thread_goes_on_when_enabling_time_to_live_is_answered_on_another() =>
        Posted(
            2,
            table => table.EnsureCreatedAsync(),
            Papers.Schema,
            new ResourceNotFoundException("no such table"),
            ScriptedDynamoDb.Created(TableStatus.ACTIVE),
            new UpdateTimeToLiveResponse()).ShouldBe(0);

    private static int Posted<T>(int step, Func<Table<T>, Task> call, TableSchema<T> schema, params object[] answers)
        where T : class
    {
        var gate = new TaskCompletionSource();
        var dynamoDb = new ScriptedDynamoDb(answers)
        {
            Gate = number => number == step ? gate.Task : Task.CompletedTask,
        };
        var table = dynamoDb.Table(
            schema,
            new TableClientOptions { TimeProvider = new FakeClock { FiresAtOnce = true } }
        );
        return OneThreadContext.PostedWhileBlockedOn(() => call(table), gate.SetResult);
    }

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items.ConfigureAwait(false))
            throw new ShouldAssertException("There was no item.");
    }
}
