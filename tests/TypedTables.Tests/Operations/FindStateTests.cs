using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class FindStateTests
{
    [Theory]
    [InlineData("ACTIVE", true)]
    [InlineData("UPDATING", true)]
    [InlineData("CREATING", false)]
    [InlineData("DELETING", false)]
    [InlineData("INACCESSIBLE_ENCRYPTION_CREDENTIALS", false)]
    public async Task A_table_can_be_used_while_it_is_active_or_updated(string status, bool isUsable)
    {
        var state = await FindAsync(found => found.TableStatus = status);

        (state.Exists, state.Status, state.IsUsable).ShouldBe((true, status, isUsable));
        state.Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_no_error_and_is_not_created()
    {
        var dynamoDb = new ScriptedDynamoDb(
            new ResourceNotFoundException(
                "none",
                ErrorType.Sender,
                "ResourceNotFoundException",
                "r",
                HttpStatusCode.BadRequest));

        var state = await dynamoDb.Table(Ledger.Schema).FindStateAsync();

        (state.Exists, state.Status, state.IsUsable).ShouldBe((false, null, false));
        dynamoDb.Operations.ShouldBe(["DescribeTable"]);
    }

    [Fact]
    public async Task Another_refusal_is_an_error()
    {
        var dynamoDb = new ScriptedDynamoDb(ScriptedDynamoDb.Error("AccessDeniedException"));

        (await Should.ThrowAsync<TableOperationException>(dynamoDb.Table(Ledger.Schema).FindStateAsync())).Code
            .ShouldBe("AccessDeniedException");
    }

    [Fact]
    public async Task It_tells_what_is_not_as_declared_and_where_the_table_is_replicated_to()
    {
        var state = await FindAsync(found =>
        {
            found.GlobalSecondaryIndexes[0].IndexStatus = IndexStatus.CREATING;
            found.Replicas = [new() { RegionName = "eu-west-1" }];
            found.MultiRegionConsistency = MultiRegionConsistency.STRONG;
        });

        state.Differences.Select(one => one.What).ShouldBe(["status of global index 'by_operation'", "replicas"]);
        state.Replicas.ShouldBe(["eu-west-1"]);
        state.IsStronglyConsistentEverywhere.ShouldBeTrue();
    }

    private static Task<TableState> FindAsync(Action<TableDescription> change)
    {
        var found = Descriptions.Ledger();
        change(found);
        return new ScriptedDynamoDb(new DescribeTableResponse { Table = found }).Table(Ledger.Schema).FindStateAsync();
    }
}
