using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Front;
using SystemTests.Parts;

namespace SystemTests.Fronts;

/// <summary>
/// A front before an engine, with a table of its own, and the AWS SDK's own client that repeats nothing.
/// </summary>
internal sealed class FrontUnderTest : IAsyncDisposable
{
    public const string Region = "us-west-2";
    public const string Index = "by_owner";

    private FrontUnderTest(AwsFront front, AmazonDynamoDBClient client) => (Front, Client) = (front, client);

    public AwsFront Front { get; }

    public AmazonDynamoDBClient Client { get; }

    public string Table { get; } = $"t{Guid.NewGuid():N}";

    public string Resource => $"table/{Table}";

    public static async Task<FrontUnderTest> StartAsync(
        Engines engines,
        AwsFrontOptions options,
        string engine = Engines.Embedded
    )
    {
        var front = await AwsFront.StartAsync(engines.Endpoint(engine), options);
        var test = new FrontUnderTest(front, ClientOf(front, new BasicAWSCredentials("local", "local")));
        using var behind = engines.PlainClient(engine);
        await behind.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = test.Table,
                AttributeDefinitions = [new("id", ScalarAttributeType.S), new("owner", ScalarAttributeType.S)],
                KeySchema = [new("id", KeyType.HASH)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
                GlobalSecondaryIndexes =
                [
                    new()
                    {
                        IndexName = Index,
                        KeySchema = [new("owner", KeyType.HASH), new("id", KeyType.RANGE)],
                        Projection = new() { ProjectionType = ProjectionType.ALL },
                    },
                ],
            }
        );
        return test;
    }

    public static AmazonDynamoDBClient ClientOf(AwsFront front, AWSCredentials credentials, string region = Region) =>
        new(
            credentials,
            new AmazonDynamoDBConfig
            {
                ServiceURL = front.Endpoint.ToString(),
                AuthenticationRegion = region,
                MaxErrorRetry = 0,
            }
        );

    public static Dictionary<string, AttributeValue> Key(string id) =>
        new(StringComparer.Ordinal) { ["id"] = new() { S = id } };

    public static Dictionary<string, AttributeValue> Item(string id, string? owner = null, int bytes = 0)
    {
        var item = Key(id);
        if (owner is not null)
            item["owner"] = new() { S = owner };
        if (bytes > 0)
            item["text"] = new() { S = new string('x', bytes) };
        return item;
    }

    public Task PutAsync(string id, string? owner = null, int bytes = 0) =>
        Client.PutItemAsync(Table, Item(id, owner, bytes));

    public Task GetAsync(string id) => Client.GetItemAsync(Table, Key(id), consistentRead: true);

    public Task<QueryResponse> QueryAsync(string owner) =>
        Client.QueryAsync(
            new QueryRequest
            {
                TableName = Table,
                IndexName = Index,
                KeyConditionExpression = "#owner = :owner",
                ExpressionAttributeNames = new(StringComparer.Ordinal) { ["#owner"] = "owner" },
                ExpressionAttributeValues = new(StringComparer.Ordinal) { [":owner"] = new() { S = owner } },
            }
        );

    /// <summary>
    /// Puts all items in one transaction; those whose name begins with "new" only where they are not there.
    /// </summary>
    public Task TransactAsync(string? token, params string[] ids) =>
        Client.TransactWriteItemsAsync(
            new TransactWriteItemsRequest
            {
                ClientRequestToken = token,
                TransactItems = [.. ids.Select(id => new TransactWriteItem { Put = PutOf(id) })],
            }
        );

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Front.DisposeAsync();
    }

    private Put PutOf(string id) =>
        new()
        {
            TableName = Table,
            Item = Item(id),
            ConditionExpression = id.StartsWith("new", StringComparison.Ordinal) ? "attribute_not_exists(id)" : null,
        };
}
