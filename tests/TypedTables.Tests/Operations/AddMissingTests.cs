using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class AddMissingTests
{
    private readonly FakeClock _clock = new() { FiresAtOnce = true };

    [Fact]
    public async Task A_table_that_lacks_nothing_is_left_as_it_is()
    {
        var ledger = new ScriptedDynamoDb(Found(Descriptions.Ledger()));
        var papers = new ScriptedDynamoDb(Found(Descriptions.Papers()), Descriptions.TimeToLive("ENABLED", "other"));

        (await ledger.Table(Ledger.Schema).AddMissingAsync()).ShouldBeEmpty();
        (await papers.Table(Papers.Schema).AddMissingAsync()).ShouldBeEmpty();

        ledger.Operations.ShouldBe(["DescribeTable"]);
        papers.Operations.ShouldBe(["DescribeTable", "DescribeTimeToLive"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_index_is_added_and_waited_for(bool hasOthers)
    {
        var found = Descriptions.Ledger();
        found.GlobalSecondaryIndexes = hasOthers ? [new() { IndexName = "other" }] : null;
        var (creating, active) = (Descriptions.Ledger(), Descriptions.Ledger());
        creating.GlobalSecondaryIndexes = [Descriptions.ByOperation(IndexStatus.CREATING)];
        var dynamoDb = new ScriptedDynamoDb(Found(found), new UpdateTableResponse(), Found(creating), Found(active));

        var added = await TableOf(dynamoDb).AddMissingAsync();

        added.ShouldBe(["global index 'by_operation'"]);
        dynamoDb.Operations.ShouldBe(["DescribeTable", "UpdateTable", "DescribeTable", "DescribeTable"]);
        var request = dynamoDb.Requests[1].ShouldBeOfType<UpdateTableRequest>();
        request.TableName.ShouldBe("test_ledger");
        request
            .AttributeDefinitions.Select(one => one.AttributeName)
            .ShouldBe(["wallet_id", "sequence", "at", "operation.id"]);
        var create = request.GlobalSecondaryIndexUpdates.ShouldHaveSingleItem().Create;
        (create.IndexName, create.Projection.ProjectionType, create.ProvisionedThroughput.WriteCapacityUnits).ShouldBe(
            ("by_operation", ProjectionType.INCLUDE, 5)
        );
        create.KeySchema.ShouldHaveSingleItem().AttributeName.ShouldBe("operation.id");
    }

    [Theory]
    [InlineData(null, 600.25)]
    [InlineData(2, 2.25)]
    public async Task An_index_that_is_not_active_in_time_is_said_to_be_worth_another_try(int? seconds, double waited)
    {
        var missing = Descriptions.Ledger();
        missing.GlobalSecondaryIndexes = [];
        var creating = Descriptions.Ledger();
        creating.GlobalSecondaryIndexes = [Descriptions.ByOperation(IndexStatus.CREATING)];
        var dynamoDb = new ScriptedDynamoDb([
            Found(missing),
            new UpdateTableResponse(),
            .. Enumerable.Repeat(Found(creating), 5000),
        ]);

        var error = await Should.ThrowAsync<TableOperationException>(
            TableOf(dynamoDb).AddMissingAsync(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value))
        );

        (error.Code, error.IsRetryable, error.Table).ShouldBe(("TableNotActive", true, "test_ledger"));
        error.Message.ShouldContain("the table is UPDATING after");
        _clock.Elapsed.TotalSeconds.ShouldBe(waited);
    }

    [Theory]
    [InlineData("DISABLED")]
    [InlineData("DISABLING")]
    public async Task A_missing_time_to_live_is_added(string status)
    {
        var dynamoDb = new ScriptedDynamoDb(
            Found(Descriptions.Papers()),
            Descriptions.TimeToLive(status),
            new UpdateTimeToLiveResponse()
        );

        var added = await dynamoDb.Table(Papers.Schema).AddMissingAsync();

        added.ShouldBe(["time to live 'expires_at'"]);
        var request = dynamoDb.Requests[2].ShouldBeOfType<UpdateTimeToLiveRequest>();
        (
            request.TableName,
            request.TimeToLiveSpecification.AttributeName,
            request.TimeToLiveSpecification.Enabled
        ).ShouldBe(("papers", "expires_at", true));
    }

    [Fact]
    public async Task An_error_of_an_addition_is_said_to_be_one()
    {
        var missing = Descriptions.Ledger();
        missing.GlobalSecondaryIndexes = null;
        var index = new ScriptedDynamoDb(Found(missing), ScriptedDynamoDb.Error("LimitExceededException"));
        var describe = new ScriptedDynamoDb(
            Found(Descriptions.Papers()),
            ScriptedDynamoDb.Error("AccessDeniedException")
        );
        var timeToLive = new ScriptedDynamoDb(
            Found(Descriptions.Papers()),
            Descriptions.TimeToLive("DISABLED"),
            ScriptedDynamoDb.Error("AccessDeniedException"));

        var errors = new[]
        {
            await Should.ThrowAsync<TableOperationException>(index.Table(Ledger.Schema).AddMissingAsync()),
            await Should.ThrowAsync<TableOperationException>(describe.Table(Papers.Schema).AddMissingAsync()),
            await Should.ThrowAsync<TableOperationException>(timeToLive.Table(Papers.Schema).AddMissingAsync()),
        };

        errors
            .Select(error => (error.Operation, error.Table, error.IsRetryable))
            .ShouldBe([
                ("UpdateTable", "ledger", true),
                ("DescribeTimeToLive", "papers", false),
                ("UpdateTimeToLive", "papers", false),
            ]);
    }

    private static DescribeTableResponse Found(TableDescription table) => new() { Table = table };

    private Table<Entry> TableOf(ScriptedDynamoDb dynamoDb) =>
        dynamoDb.Table(
            Ledger.Schema,
            new TableClientOptions { TimeProvider = _clock, TableName = name => "test_" + name }
        );
}
