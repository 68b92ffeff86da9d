using TypedTables.Tests.Parts;
using TypedTables.Tests.Wire.Direct;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire;

/// <summary>Responses of another shape never reach the SDK, which would read some of them for ever.</summary>
public sealed class ResponseShapeTests
{
    [Theory]
    [InlineData("TransactGetItems", """{"Responses":{"wallets":[]},"UnprocessedKeys":{}}""", false)]
    [InlineData("TransactGetItems", """{"Responses":[{}]}""", true)]
    [InlineData("BatchGetItem", """{"Responses":[]}""", false)]
    [InlineData("BatchGetItem", """{"Responses":{"wallets":[]},"UnprocessedKeys":{},"ConsumedCapacity":[]}""", true)]
    [InlineData("Query", """{"Items":{}}""", false)]
    [InlineData("GetItem", """{"Item":[]}""", false)]
    [InlineData("GetItem", """{"Item":{""", false)]
    [InlineData("GetItem", """[]""", false)]
    [InlineData("GetItem", "", false)]
    [InlineData("GetItem", "{}", true)]
    [InlineData("DescribeTable", """{"Table":{}}""", true)]
    public void Lists_and_objects_are_where_the_operation_has_them(string operation, string json, bool isRight) =>
        (ResponseShape.FaultOf(operation, System.Text.Encoding.UTF8.GetBytes(json)) is null).ShouldBe(isRight);

    [Fact]
    public async Task A_batch_s_answer_to_a_transaction_ends_the_call_and_leaves_nothing_running()
    {
        const string Batch = """{"Responses":{"wallets":[]},"UnprocessedKeys":{}}""";
        await using var server = new RawServer(_ => RawServer.Whole(Batch));
        using var client = new TableClient(Wires.Options(server) with { Wire = WireKind.Sdk, AttemptsMax = 1 });
        var before = GC.GetTotalAllocatedBytes();

        await Should.ThrowAsync<TableOperationException>(
            client.TransactGetAsync([client.Table(Wallets.Schema).Read(Wallets.UserKey)]));

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(500_000_000);
    }
}
