using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;
using static TypedTables.Tests.Parts.ScriptedDynamoDb;

namespace TypedTables.Tests.Operations;

public sealed class EnsureCreatedTests
{
    private static readonly ResourceNotFoundException NotFound =
        new("no such table", ErrorType.Sender, "ResourceNotFoundException", "request-7", HttpStatusCode.BadRequest);

    private static readonly ResourceInUseException InUse =
        new("it exists", ErrorType.Sender, "ResourceInUseException", "request-7", HttpStatusCode.BadRequest);

    private readonly RecordingLoggers _loggers = new();
    private readonly FakeClock _clock = new() { FiresAtOnce = true };

    [Fact]
    public async Task An_active_table_is_left_as_it_is()
    {
        var dynamoDb = new ScriptedDynamoDb(Described(TableStatus.ACTIVE));

        await EnsureAsync(dynamoDb);

        dynamoDb.Operations.ShouldBe(["DescribeTable"]);
        ((DescribeTableRequest)dynamoDb.Requests[0]).TableName.ShouldBe("test_ledger");
        _loggers.Lines.ShouldBe(["Warning: test_ledger table already exists."]);
    }

    [Fact]
    public async Task A_table_that_is_not_found_is_created_as_declared()
    {
        var dynamoDb = new ScriptedDynamoDb(NotFound, Created(TableStatus.ACTIVE));

        await EnsureAsync(dynamoDb);

        dynamoDb.Operations.ShouldBe(["DescribeTable", "CreateTable"]);
        var request = dynamoDb.Requests[1].ShouldBeOfType<CreateTableRequest>();
        request.TableName.ShouldBe("test_ledger");
        request.GlobalSecondaryIndexes.ShouldHaveSingleItem().IndexName.ShouldBe("by_operation");
        _loggers.Lines.ShouldBe(["Warning: Creating test_ledger table ..."]);
    }

    [Fact]
    public async Task A_table_that_another_process_creates_meanwhile_is_just_what_was_wanted()
    {
        var dynamoDb = new ScriptedDynamoDb(
            NotFound,
            InUse,
            Described(TableStatus.CREATING),
            Described(TableStatus.ACTIVE)
        );

        await EnsureAsync(dynamoDb);

        dynamoDb.Operations.ShouldBe(["DescribeTable", "CreateTable", "DescribeTable", "DescribeTable"]);
        _loggers.Lines.ShouldBe([
            "Warning: Creating test_ledger table ...",
            "Warning: test_ledger table already exists.",
        ]);
    }

    [Fact]
    public async Task A_new_table_that_DynamoDB_does_not_show_at_once_is_waited_for_and_not_created_again()
    {
        var dynamoDb = new ScriptedDynamoDb(
            NotFound,
            Created(TableStatus.CREATING),
            NotFound,
            Described(TableStatus.CREATING),
            Described(TableStatus.ACTIVE)
        );

        await EnsureAsync(dynamoDb);

        dynamoDb.Operations.Count(operation => operation == "CreateTable").ShouldBe(1);
        dynamoDb.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_table_that_is_being_updated_can_be_used_and_is_not_waited_for()
    {
        var dynamoDb = new ScriptedDynamoDb(Described(TableStatus.UPDATING));

        await EnsureAsync(dynamoDb);

        dynamoDb.Operations.ShouldBe(["DescribeTable"]);
    }

    [Fact]
    public async Task A_table_that_is_not_active_yet_is_looked_at_again_a_quarter_of_a_second_later()
    {
        var clock = new FakeClock();
        var dynamoDb = new ScriptedDynamoDb(Described(TableStatus.CREATING), Described(TableStatus.ACTIVE));

        var ensuring = TableOf(dynamoDb, clock).EnsureCreatedAsync();
        await clock.TimerStartedAsync();
        clock.Advance(TimeSpan.FromMilliseconds(249));
        var (callsBefore, isDoneBefore) = (dynamoDb.Requests.Count, ensuring.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await ensuring;

        (callsBefore, isDoneBefore).ShouldBe((1, false));
        dynamoDb.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_table_that_is_not_active_in_time_is_said_to_be_worth_another_try()
    {
        var dynamoDb = new ScriptedDynamoDb([.. Enumerable.Repeat(Described(TableStatus.CREATING), 100)]);

        var error = await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb, TimeSpan.FromSeconds(2)));

        (error.Code, error.Operation, error.Table, error.IsRetryable).ShouldBe(
            ("TableNotActive", "DescribeTable", "test_ledger", true)
        );
        error.Message.ShouldContain("the table is CREATING after 2 s");
        dynamoDb.Requests.Count.ShouldBe(10); // at once, 8 times within 2 s, and once beyond
    }

    [Fact]
    public async Task A_table_is_waited_for_as_long_as_a_minute_unless_told_otherwise()
    {
        var dynamoDb = new ScriptedDynamoDb([.. Enumerable.Repeat(Described(TableStatus.CREATING), 1000)]);

        await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb));

        _clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(60.25));
    }

    [Fact]
    public async Task A_table_that_stays_away_is_said_to_be_absent()
    {
        var dynamoDb = new ScriptedDynamoDb([
            NotFound,
            Created(TableStatus.CREATING),
            .. Enumerable.Repeat(NotFound, 100),
        ]);

        var error = await Should.ThrowAsync<TableOperationException>(EnsureAsync(dynamoDb, TimeSpan.FromSeconds(1)));

        (error.Code, error.IsRetryable).ShouldBe(("TableNotActive", true));
        error.Message.ShouldContain("the table is absent after 1 s");
    }

    private Table<Entry> TableOf(ScriptedDynamoDb dynamoDb, FakeClock clock) =>
        dynamoDb.Table(
            Ledger.Schema,
            new TableClientOptions
            {
                TableName = name => "test_" + name,
                LoggerFactory = _loggers,
                TimeProvider = clock,
            }
        );

    private Task EnsureAsync(ScriptedDynamoDb dynamoDb, TimeSpan? timeout = null) =>
        TableOf(dynamoDb, _clock).EnsureCreatedAsync(timeout);
}
