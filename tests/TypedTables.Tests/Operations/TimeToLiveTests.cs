using Amazon.DynamoDBv2.Model;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class TimeToLiveTests
{
    [Theory]
    [InlineData("DISABLED")]
    [InlineData("DISABLING")]
    public async Task It_is_turned_on_where_it_is_off(string status)
    {
        var dynamoDb = new ScriptedDynamoDb(Descriptions.TimeToLive(status), new UpdateTimeToLiveResponse());

        (await dynamoDb.Table(Papers.Schema).EnableTimeToLiveAsync()).ShouldBeTrue();

        var request = dynamoDb.Requests[1].ShouldBeOfType<UpdateTimeToLiveRequest>();
        (request.TableName, request.TimeToLiveSpecification.AttributeName, request.TimeToLiveSpecification.Enabled)
            .ShouldBe(("papers", "expires_at", true));
    }

    [Theory]
    [InlineData("ENABLED", "expires_at")]
    [InlineData("ENABLING", "other")]
    public async Task It_is_left_as_it_is_where_it_is_on(string status, string attribute)
    {
        var dynamoDb = new ScriptedDynamoDb(Descriptions.TimeToLive(status, attribute));

        (await dynamoDb.Table(Papers.Schema).EnableTimeToLiveAsync()).ShouldBeFalse();

        dynamoDb.Operations.ShouldBe(["DescribeTimeToLive"]);
    }

    [Fact]
    public async Task A_table_without_one_is_not_asked()
    {
        var dynamoDb = new ScriptedDynamoDb();

        (await dynamoDb.Table(Ledger.Schema).EnableTimeToLiveAsync()).ShouldBeFalse();

        dynamoDb.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_process_turned_on_meanwhile_is_just_what_was_wanted()
    {
        var dynamoDb = new ScriptedDynamoDb(
            Descriptions.TimeToLive("DISABLED"),
            ScriptedDynamoDb.Error("ValidationException"),
            Descriptions.TimeToLive("ENABLED", "expires_at"));

        (await dynamoDb.Table(Papers.Schema).EnableTimeToLiveAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_refusal_is_an_error()
    {
        var tooSoon = new ScriptedDynamoDb(
            Descriptions.TimeToLive("DISABLING"),
            ScriptedDynamoDb.Error("ValidationException"),
            Descriptions.TimeToLive("DISABLING"));
        var denied = new ScriptedDynamoDb(
            Descriptions.TimeToLive("DISABLED"),
            ScriptedDynamoDb.Error("AccessDeniedException"));

        (await Should.ThrowAsync<TableOperationException>(tooSoon.Table(Papers.Schema).EnableTimeToLiveAsync())).Code
            .ShouldBe("ValidationException");
        (await Should.ThrowAsync<TableOperationException>(denied.Table(Papers.Schema).EnableTimeToLiveAsync())).Code
            .ShouldBe("AccessDeniedException");
    }
}
