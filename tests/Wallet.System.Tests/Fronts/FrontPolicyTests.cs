using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Front;
using SystemTests.Parts;
using static SystemTests.Fronts.FrontUnderTest;

namespace SystemTests.Fronts;

[Collection(nameof(TableTests))]
public sealed class FrontPolicyTests(Engines engines)
{
    /// <summary>
    /// Every call of the items' API, with the actions that AWS's authorization reference asks for it.
    /// </summary>
    private static readonly (string[] Actions, string Suffix, Func<FrontUnderTest, Task> Call)[] Calls =
    [
        (["GetItem"], "", front => front.GetAsync("a")),
        (["PutItem"], "", front => front.PutAsync("a")),
        (
            ["UpdateItem"],
            "",
            front => front.Client.UpdateItemAsync(new UpdateItemRequest { TableName = front.Table, Key = Key("a") })
        ),
        (["DeleteItem"], "", front => front.Client.DeleteItemAsync(front.Table, Key("a"))),
        (["Query"], "/index/by_owner", front => front.QueryAsync("me")),
        (["Scan"], "", front => front.Client.ScanAsync(new ScanRequest(front.Table))),
        (
            ["BatchGetItem"],
            "",
            front =>
                front.Client.BatchGetItemAsync(
                    new BatchGetItemRequest
                    {
                        RequestItems = new(StringComparer.Ordinal)
                        {
                            [front.Table] = new() { Keys = [Key("a"), Key("b")] },
                        },
                    }
                )
        ),
        (
            ["BatchWriteItem"],
            "",
            front =>
                front.Client.BatchWriteItemAsync(
                    new BatchWriteItemRequest
                    {
                        RequestItems = new(StringComparer.Ordinal)
                        {
                            [front.Table] = [new(new PutRequest(Item("b"))), new(new DeleteRequest(Key("c")))],
                        },
                    }
                )
        ),
        (
            ["GetItem"],
            "",
            front =>
                front.Client.TransactGetItemsAsync(
                    new TransactGetItemsRequest
                    {
                        TransactItems =
                        [
                            new()
                            {
                                Get = new Get { TableName = front.Table, Key = Key("a") },
                            },
                        ],
                    }
                )
        ),
        (
            ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
            "",
            front =>
                front.Client.TransactWriteItemsAsync(
                    new TransactWriteItemsRequest
                    {
                        TransactItems =
                        [
                            new()
                            {
                                Put = new Put { TableName = front.Table, Item = Item("a") },
                            },
                            new()
                            {
                                Update = new Update
                                {
                                    TableName = front.Table,
                                    Key = Key("b"),
                                    UpdateExpression = "REMOVE nothing",
                                },
                            },
                            new()
                            {
                                Delete = new Delete { TableName = front.Table, Key = Key("c") },
                            },
                            new()
                            {
                                ConditionCheck = new ConditionCheck
                                {
                                    TableName = front.Table,
                                    Key = Key("d"),
                                    ConditionExpression = "attribute_not_exists(id)",
                                },
                            },
                        ],
                    }
                )
        ),
        (["DescribeTable"], "", front => front.Client.DescribeTableAsync(front.Table)),
        (["DescribeTimeToLive"], "", front => front.Client.DescribeTimeToLiveAsync(front.Table)),
    ];

    [Fact]
    public async Task Each_call_passes_with_the_actions_that_it_needs_and_is_refused_without_any_one_of_them()
    {
        await using var front = await StartAsync(engines, new AwsFrontOptions { Policy = Allowing("*", "*") });

        foreach (var (actions, suffix, call) in Calls)
        {
            await call(front);
            foreach (var action in actions)
            {
                front.Front.Rights.Deny($"dynamodb:{action}");
                var refused = await Should.ThrowAsync<AmazonDynamoDBException>(call(front), action);
                front.Front.Rights.Allow($"dynamodb:{action}");

                refused.ErrorCode.ShouldBe("AccessDeniedException");
                refused.Message.ShouldBe(
                    $"User: anonymous is not authorized to perform: dynamodb:{action} on resource: "
                        + $"arn:aws:dynamodb:us-west-2:111122223333:{front.Resource}{suffix} "
                        + $"because no identity-based policy allows the dynamodb:{action} action"
                );
            }

            await call(front);
        }

        var counted = front
            .Front.Counts.Report()
            .Actions.Keys.Where(action => action.Contains(front.Table, StringComparison.Ordinal));
        counted.ShouldBe(
            Calls
                .SelectMany(call => call.Actions.Select(action => $"dynamodb:{action} {front.Resource}{call.Suffix}"))
                .Distinct(),
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Rights_on_a_table_are_none_on_its_index_nor_on_another_table()
    {
        await using var own = await StartAsync(engines, new AwsFrontOptions());
        await using var front = await StartAsync(
            engines,
            new AwsFrontOptions
            {
                Policy = Allowing(
                    "dynamodb:Query\", \"dynamodb:GetItem",
                    $"arn:aws:dynamodb:us-west-2:111122223333:{own.Resource}"
                ),
            }
        );

        await front.Client.GetItemAsync(own.Table, Key("a"));

        (await Should.ThrowAsync<AmazonDynamoDBException>(front.GetAsync("a"))).ErrorCode.ShouldBe(
            "AccessDeniedException"
        );
        (await Should.ThrowAsync<AmazonDynamoDBException>(front.QueryAsync("me"))).ErrorCode.ShouldBe(
            "AccessDeniedException"
        );
        (
            await Should.ThrowAsync<AmazonDynamoDBException>(front.Client.PutItemAsync(own.Table, Item("a")))
        ).ErrorCode.ShouldBe("AccessDeniedException");
    }

    [Fact]
    public async Task A_key_has_the_policy_that_it_names_and_an_explicit_deny_wins()
    {
        var keys = new KeyRing();
        var reader = keys.IssueUser("reader");
        var policies = new Dictionary<string, Policy>
        {
            ["reader"] = Policy.Parse(
                """
                {"Statement":[
                  {"Effect":"Allow","Action":"dynamodb:*","Resource":"*"},
                  {"Effect":"Deny","Action":["dynamodb:Put*"],"Resource":["*"]}
                ]}
                """
            ),
        };
        await using var front = await StartAsync(engines, new AwsFrontOptions { Keys = keys, Policies = policies });
        using var client = ClientOf(front.Front, new BasicAWSCredentials(reader.AccessKey, reader.Secret));

        await client.GetItemAsync(front.Table, Key("a"));
        var refused = await Should.ThrowAsync<AmazonDynamoDBException>(client.PutItemAsync(front.Table, Item("a")));

        refused.Message.ShouldEndWith("with an explicit deny in an identity-based policy");
        refused.Message.ShouldStartWith($"User: {reader.Arn} is not authorized");
    }

    [Fact]
    public void A_policy_with_what_the_front_does_not_enforce_is_not_taken() =>
        Should
            .Throw<NotSupportedException>(() =>
                Policy.Parse("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}]}""")
            )
            .Message.ShouldContain("Condition");

    private static Policy Allowing(string action, string resource) =>
        Policy.Parse($$"""{"Statement":[{"Effect":"Allow","Action":["{{action}}"],"Resource":"{{resource}}"}]}""");
}
