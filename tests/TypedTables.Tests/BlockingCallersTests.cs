using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using static TypedTables.Tests.Parts.ScriptedDynamoDb;

namespace TypedTables.Tests;

/// <summary>
/// A caller that blocks the only thread of its context must not wait for a continuation that waits for that thread.
/// </summary>
public sealed class BlockingCallersTests
{
    private static readonly Dictionary<string, Func<Table<Wallet>, Task>> Calls = new()
    {
        ["get"] = table => table.GetAsync(Wallets.UserKey),
        ["get of some fields"] = table => table.GetAsync(Wallets.UserKey, only: [Wallets.Balance]),
        ["raw get"] = table => table.GetRawAsync(Wallets.UserKey),
        ["put"] = table => table.PutAsync(new Wallet(Wallets.User, 1)),
        ["update"] = table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(1)),
        ["ensure created"] = table => table.EnsureCreatedAsync(),
    };

    public static TheoryData<string> ItemCalls => ["get", "get of some fields", "raw get", "put", "update"];

    [Theory]
    [MemberData(nameof(ItemCalls))]
    public void A_blocked_thread_goes_on_when_the_wire_answers_on_another(string call)
    {
        var gate = new TaskCompletionSource();
        var table = new RecordingWire { Gate = gate.Task }.Table(Wallets.Schema);

        OneThreadContext.PostedWhileBlockedOn(() => Calls[call](table), gate.SetResult).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(ItemCalls))]
    public void A_blocked_thread_goes_on_when_the_SDK_answers_on_another(string call)
    {
        var gate = new TaskCompletionSource();
        AmazonWebServiceResponse answer = call switch
        {
            "put" => new PutItemResponse(),
            "update" => new UpdateItemResponse(),
            _ => new GetItemResponse(),
        };
        var table = new ScriptedDynamoDb(answer) { Gate = _ => gate.Task }.Table(Wallets.Schema);

        OneThreadContext.PostedWhileBlockedOn(() => Calls[call](table), gate.SetResult).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_blocked_thread_goes_on_whichever_step_of_a_creation_is_answered_on_another(int step)
    {
        var gate = new TaskCompletionSource();
        var notFound = new ResourceNotFoundException("no such table");
        var dynamoDb = new ScriptedDynamoDb(
            notFound,
            Created(TableStatus.CREATING),
            Described(TableStatus.CREATING),
            Described(TableStatus.ACTIVE)
        )
        {
            Gate = number => number == step ? gate.Task : Task.CompletedTask,
        };
        var table = dynamoDb.Table(
            Wallets.Schema,
            new TableClientOptions { TimeProvider = new FakeClock { FiresAtOnce = true } }
        );

        OneThreadContext.PostedWhileBlockedOn(() => Calls["ensure created"](table), gate.SetResult).ShouldBe(0);

        dynamoDb.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public void A_blocked_thread_goes_on_when_the_wait_for_a_table_ends()
    {
        var clock = new FakeClock();
        var dynamoDb = new ScriptedDynamoDb(Described(TableStatus.CREATING), Described(TableStatus.ACTIVE));
        var table = dynamoDb.Table(Wallets.Schema, new TableClientOptions { TimeProvider = clock });

        OneThreadContext
            .PostedWhileBlockedOn(() => Calls["ensure created"](table), () => clock.Advance(TimeSpan.FromMinutes(1)))
            .ShouldBe(0);
    }

    [Fact]
    public void The_context_of_these_tests_does_notice_a_continuation_that_comes_to_it()
    {
        var context = new OneThreadContext();
        var gate = new TaskCompletionSource();

        context.Run(() => _ = CaptureAsync(gate.Task));
        gate.SetResult();

        context.Posted.ShouldBe(1);
    }

    private static async Task CaptureAsync(Task gate) => await gate;
}
