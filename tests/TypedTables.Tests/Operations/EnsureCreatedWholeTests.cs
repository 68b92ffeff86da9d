using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

/// <summary>A table is created whole: with its indexes active and its time to live enabled.</summary>
public sealed class EnsureCreatedWholeTests
{
    private static readonly ResourceNotFoundException NotFound = new(
        "no such table",
        ErrorType.Sender,
        "ResourceNotFoundException",
        "request-7",
        HttpStatusCode.BadRequest
    );
    private static readonly ResourceInUseException InUse = new(
        "it exists",
        ErrorType.Sender,
        "ResourceInUseException",
        "request-7",
        HttpStatusCode.BadRequest
    );

    private readonly FakeClock _clock = new() { FiresAtOnce = true };

    [Fact]
    public async Task The_time_to_live_is_enabled_once_the_table_is_active()
    {
        var dynamoDb = new ScriptedDynamoDb(
            NotFound,
            ScriptedDynamoDb.Created(TableStatus.CREATING),
            ScriptedDynamoDb.Described(TableStatus.ACTIVE),
            new UpdateTimeToLiveResponse()
        );

        await EnsureAsync(dynamoDb, Papers.Schema);

        dynamoDb.Operations.ShouldBe(["DescribeTable", "CreateTable", "DescribeTable", "UpdateTimeToLive"]);
        var request = dynamoDb.Requests[3].ShouldBeOfType<UpdateTimeToLiveRequest>();
        (
            request.TableName,
            request.TimeToLiveSpecification.AttributeName,
            request.TimeToLiveSpecification.Enabled
        ).ShouldBe(("papers", "expires_at", true));
    }

    [Fact]
    public async Task A_table_that_another_process_creates_has_its_time_to_live_from_there()
    {
        var dynamoDb = new ScriptedDynamoDb(NotFound, InUse, ScriptedDynamoDb.Described(TableStatus.ACTIVE));

        await EnsureAsync(dynamoDb, Papers.Schema);

        dynamoDb.Operations.ShouldBe(["DescribeTable", "CreateTable", "DescribeTable"]);
    }

    [Fact]
    public async Task An_existing_table_is_left_without_a_time_to_live()
    {
        var dynamoDb = new ScriptedDynamoDb(ScriptedDynamoDb.Described(TableStatus.ACTIVE));

        await EnsureAsync(dynamoDb, Papers.Schema);

        dynamoDb.Operations.ShouldBe(["DescribeTable"]);
    }

    [Theory]
    [InlineData("CREATING")]
    [InlineData("UPDATING")]
    [InlineData("DELETING")]
    public async Task An_index_of_a_table_that_can_be_used_is_not_waited_for(string status)
    {
        var dynamoDb = new ScriptedDynamoDb(Found("ACTIVE", status));

        await EnsureAsync(dynamoDb, Ledger.Schema);

        dynamoDb.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_index_of_a_table_that_is_being_created_is_waited_for()
    {
        var dynamoDb = new ScriptedDynamoDb(
            Found("CREATING", "CREATING"),
            Found("ACTIVE", "CREATING"),
            Found("ACTIVE", "ACTIVE"));

        await EnsureAsync(dynamoDb, Ledger.Schema);

        dynamoDb.Requests.Count.ShouldBe(3);
        _clock.Elapsed.ShouldBe(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task An_index_whose_status_is_not_told_is_not_waited_for()
    {
        var silent = Found("ACTIVE", "ACTIVE");
        silent.Table.GlobalSecondaryIndexes[1].IndexStatus = null;
        var dynamoDb = new ScriptedDynamoDb(Found("CREATING", "CREATING"), silent);

        await EnsureAsync(dynamoDb, Ledger.Schema);

        dynamoDb.Requests.Count.ShouldBe(2);
    }

    private static DescribeTableResponse Found(string status, string indexStatus)
    {
        var table = Descriptions.Ledger();
        table.TableStatus = status;
        table.GlobalSecondaryIndexes =
        [
            new() { IndexName = "other", IndexStatus = IndexStatus.ACTIVE },
            Descriptions.ByOperation(indexStatus),
        ];
        return new DescribeTableResponse { Table = table };
    }

    private Task EnsureAsync<T>(ScriptedDynamoDb dynamoDb, TableSchema<T> schema)
        where T : class
        => dynamoDb.Table(schema, new TableClientOptions { TimeProvider = _clock }).EnsureCreatedAsync();
}
