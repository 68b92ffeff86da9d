using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class VerifyTests
{
    private static readonly DescribeTimeToLiveResponse Disabled = Descriptions.TimeToLive("DISABLED");

    [Fact]
    public async Task A_table_that_is_as_declared_has_no_differences()
    {
        (await VerifyLedgerAsync(_ => { })).ShouldBeEmpty();
        (await VerifyPapersAsync(Descriptions.TimeToLive("ENABLED", "expires_at"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_but_descriptions_is_asked_for()
    {
        var dynamoDb = new ScriptedDynamoDb(new DescribeTableResponse { Table = Descriptions.Ledger() }, Disabled);

        await dynamoDb
            .Table(Ledger.Schema, new TableClientOptions { TableName = name => "test_" + name })
            .VerifyAsync();

        dynamoDb.Operations.ShouldBe(["DescribeTable", "DescribeTimeToLive"]);
        ((DescribeTableRequest)dynamoDb.Requests[0]).TableName.ShouldBe("test_ledger");
        ((DescribeTimeToLiveRequest)dynamoDb.Requests[1]).TableName.ShouldBe("test_ledger");
    }

    [Fact]
    public async Task Other_keys_differ()
    {
        (await VerifyLedgerAsync(found => found.KeySchema = [new("wallet_id", KeyType.HASH)])).ShouldBe([
            new TableDifference("key", "hash wallet_id range sequence", "hash wallet_id")
            {
                Aspect = TableAspect.Key,
                IsFault = true,
            },
        ]);
        (
            await VerifyLedgerAsync(found =>
                found.KeySchema = [new("sequence", KeyType.HASH), new("wallet_id", KeyType.RANGE)]
            )
        )
            .ShouldHaveSingleItem()
            .Found.ShouldBe("hash sequence range wallet_id");
    }

    [Fact]
    public async Task Other_types_of_keys_differ()
    {
        var differences = await VerifyLedgerAsync(found =>
            found.AttributeDefinitions = [new("sequence", "S"), new("operation.id", "B"), new("other", "S")]
        );

        differences.ShouldBe(
        [
            new TableDifference("type of 'sequence'", "N", "S") { Aspect = TableAspect.Key, IsFault = true },
            new TableDifference("type of 'operation.id'", "S", "B") { Aspect = TableAspect.Key, IsFault = true },
        ]);
    }

    [Fact]
    public async Task Another_billing_differs_and_is_no_fault()
    {
        (await VerifyLedgerAsync(found => found.ProvisionedThroughput.WriteCapacityUnits = 4)).ShouldBe([
            Billing("billing", "2 read and 3 write units", "2 read and 4 write units"),
        ]);
        (
            await VerifyLedgerAsync(found =>
                found.BillingModeSummary = new BillingModeSummary { BillingMode = BillingMode.PAY_PER_REQUEST }
            )
        ).ShouldBe([Billing("billing", "2 read and 3 write units", "on demand")]);
        (
            await VerifyPapersAsync(
                Descriptions.TimeToLive("ENABLED", "expires_at"),
                found => found.BillingModeSummary = null
            )
        ).ShouldBe([Billing("billing", "on demand", "0 read and 0 write units")]);
        (
            await VerifyLedgerAsync(found =>
                found.GlobalSecondaryIndexes[0].ProvisionedThroughput.ReadCapacityUnits = 9
            )
        ).ShouldBe([
            Billing("billing of global index 'by_operation'", "4 read and 5 write units", "9 read and 5 write units"),
        ]);
        (
            await VerifyLedgerAsync(found =>
                found.BillingModeSummary = new BillingModeSummary { BillingMode = BillingMode.PROVISIONED }
            )
        ).ShouldBeEmpty();
    }

    [Fact]
    public async Task Replicas_differ_and_are_no_fault_of_the_declaration_s_own()
    {
        (await VerifyLedgerAsync(found =>
        {
            found.TableArn = "arn:aws:dynamodb:us-west-2:111122223333:table/ledger";
            found.Replicas =
            [
                new() { RegionName = "us-west-2" },
                new() { RegionName = "eu-west-1" },
                new() { RegionName = "ap-south-1" },
            ];
        })).ShouldBe(
            [new TableDifference("replicas", "none", "ap-south-1 eu-west-1") { Aspect = TableAspect.Replicas }]);
        (await VerifyLedgerAsync(found => found.GlobalTableVersion = "2017.11.29"))
            .ShouldHaveSingleItem().Found.ShouldBe("other regions");
        (await VerifyLedgerAsync(found => found.GlobalTableVersion = "2019.11.21")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DISABLED", null, "none")]
    [InlineData("DISABLING", "expires_at", "none")]
    [InlineData("ENABLED", "other", "other")]
    [InlineData("ENABLING", "other", "other")]
    public async Task Another_time_to_live_differs(string status, string? attribute, string found) =>
        (await VerifyPapersAsync(Descriptions.TimeToLive(status, attribute))).ShouldBe(
        [
            new TableDifference("time to live", "expires_at", found)
            {
                Aspect = TableAspect.TimeToLive,
                IsFault = true,
            },
        ]);

    [Fact]
    public async Task A_time_to_live_that_is_not_declared_differs_and_no_answer_is_none()
    {
        (await VerifyLedgerAsync(_ => { }, Descriptions.TimeToLive("ENABLING", "at"))).ShouldBe(
            [new TableDifference("time to live", "none", "at") { Aspect = TableAspect.TimeToLive, IsFault = true }]);
        (await VerifyLedgerAsync(_ => { }, new DescribeTimeToLiveResponse())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Indexes_that_are_missing_are_faults()
    {
        (
            await VerifyLedgerAsync(found => (found.LocalSecondaryIndexes, found.GlobalSecondaryIndexes) = (null, null))
        ).ShouldBe([
            Index("local index 'by_time'", "hash wallet_id range at, KEYS_ONLY", "none") with
            {
                IsFault = true,
            },
            Index("global index 'by_operation'", "hash operation.id, INCLUDE size", "none") with
            {
                IsFault = true,
            },
        ]);
    }

    [Fact]
    public async Task Indexes_that_nobody_declared_differ_and_are_no_fault()
    {
        var differences = await VerifyLedgerAsync(found =>
        {
            found.GlobalSecondaryIndexes.Add(
                new()
                {
                    IndexName = "new_global",
                    KeySchema = [new("size", KeyType.HASH)],
                    Projection = new() { ProjectionType = ProjectionType.ALL },
                }
            );
            found.LocalSecondaryIndexes.Add(
                new()
                {
                    IndexName = "new_local",
                    KeySchema = [new("wallet_id", KeyType.HASH)],
                    Projection = new() { ProjectionType = ProjectionType.ALL },
                }
            );
        });

        differences.ShouldBe(
        [
            Index("local index 'new_local'", "none", "hash wallet_id, ALL"),
            Index("global index 'new_global'", "none", "hash size, ALL"),
        ]);
    }

    [Fact]
    public async Task Indexes_with_other_keys_or_that_hold_less_are_faults()
    {
        var keys =
            (await VerifyLedgerAsync(found => found.LocalSecondaryIndexes[0].KeySchema[1].AttributeName = "size"))
                .ShouldHaveSingleItem();
        (keys.Found, keys.IsFault).ShouldBe(("hash wallet_id range size, KEYS_ONLY", true));
        var none =
            (await VerifyLedgerAsync(found => found.GlobalSecondaryIndexes[0].Projection.NonKeyAttributes = null))
                .ShouldHaveSingleItem();
        (none.Found, none.IsFault).ShouldBe(("hash operation.id, INCLUDE ", true));
        (await VerifyLedgerAsync(
            found => found.GlobalSecondaryIndexes[0].Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY }))
            .ShouldHaveSingleItem().ToString()
            .ShouldBe(
                "global index 'by_operation': declared hash operation.id, INCLUDE size, found hash operation.id, "
                + "KEYS_ONLY");
    }

    [Fact]
    public async Task Indexes_that_hold_more_differ_and_are_no_fault()
    {
        var all =
            (await VerifyLedgerAsync(
                found => found.LocalSecondaryIndexes[0].Projection.ProjectionType = ProjectionType.ALL))
                .ShouldHaveSingleItem();
        (all.Found, all.IsFault).ShouldBe(("hash wallet_id range at, ALL", false));
        var more =
            (await VerifyLedgerAsync(
                found => found.GlobalSecondaryIndexes[0].Projection.NonKeyAttributes = ["size", "at"]))
                .ShouldHaveSingleItem();
        (more.Found, more.IsFault).ShouldBe(("hash operation.id, INCLUDE at size", false));
    }

    [Theory]
    [InlineData("CREATING")]
    [InlineData("DELETING")]
    public async Task An_index_that_cannot_be_queried_now_is_a_fault(string status)
    {
        (await VerifyLedgerAsync(found => found.GlobalSecondaryIndexes[0].IndexStatus = status))
            .ShouldBe([Index("status of global index 'by_operation'", "ACTIVE", status) with { IsFault = true }]);
        (await VerifyLedgerAsync(found => found.GlobalSecondaryIndexes[0].IndexStatus = IndexStatus.UPDATING))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task An_index_on_demand_has_no_units_to_compare()
    {
        var schema = new TableSchema<Paper>(
            "papers",
            KeySchema.Hash(Papers.Id),
            [Papers.Id, Papers.Kind],
            _ => new Paper(""),
            (_, _) => { },
            globalIndexes: [new("by_kind", KeySchema.Hash(Papers.Kind), TypedTables.Projection.KeysOnly)]
        );
        var found = Descriptions.Papers();
        found.GlobalSecondaryIndexes =
        [
            new()
            {
                IndexName = "by_kind",
                KeySchema = [new("kind", KeyType.HASH)],
                Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY },
            },
        ];

        (
            await new ScriptedDynamoDb(new DescribeTableResponse { Table = found }, Disabled)
                .Table(schema)
                .VerifyAsync()
        ).ShouldBeEmpty();
        found.GlobalSecondaryIndexes[0].Projection.ProjectionType = ProjectionType.ALL;
        (await new ScriptedDynamoDb(new DescribeTableResponse { Table = found }, Disabled).Table(schema).VerifyAsync())
            .ShouldBe([Index("global index 'by_kind'", "hash kind, KEYS_ONLY", "hash kind, ALL")]);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_an_error()
    {
        var dynamoDb = new ScriptedDynamoDb(
            new ResourceNotFoundException(
                "none",
                Amazon.Runtime.ErrorType.Sender,
                "ResourceNotFoundException",
                "r",
                System.Net.HttpStatusCode.BadRequest
            )
        );

        var error = await Should.ThrowAsync<TableOperationException>(dynamoDb.Table(Ledger.Schema).VerifyAsync());

        (error.Code, error.Operation, error.Table, error.IsRetryable).ShouldBe(
            ("ResourceNotFoundException", "DescribeTable", "ledger", false)
        );
    }

    private static TableDifference Index(string what, string declared, string found) =>
        new(what, declared, found) { Aspect = TableAspect.Index };

    private static TableDifference Billing(string what, string declared, string found) =>
        new(what, declared, found) { Aspect = TableAspect.Billing };

    private static Task<IReadOnlyList<TableDifference>> VerifyLedgerAsync(
        Action<TableDescription> change,
        DescribeTimeToLiveResponse? timeToLive = null
    )
    {
        var found = Descriptions.Ledger();
        change(found);
        return new ScriptedDynamoDb(new DescribeTableResponse { Table = found }, timeToLive ?? Disabled)
            .Table(Ledger.Schema)
            .VerifyAsync();
    }

    private static Task<IReadOnlyList<TableDifference>> VerifyPapersAsync(
        DescribeTimeToLiveResponse timeToLive,
        Action<TableDescription>? change = null
    )
    {
        var found = Descriptions.Papers();
        change?.Invoke(found);
        return new ScriptedDynamoDb(new DescribeTableResponse { Table = found }, timeToLive)
            .Table(Papers.Schema)
            .VerifyAsync();
    }
}
