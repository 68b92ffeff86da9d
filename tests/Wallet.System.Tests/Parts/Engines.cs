using Amazon.DynamoDBv2;
using Amazon.Runtime;
using TypedTables;

namespace SystemTests.Parts;

/// <summary>Both real engines, started once for all table tests.</summary>
public sealed class Engines : IAsyncLifetime
{
    public const string Embedded = "embedded";
    public const string Aws = "AWS's own";

    /// <summary>AWS's own engine keeps the tables of each region apart.</summary>
    private const string Region = "us-west-2";

    private readonly ServerPart _embedded = new("engine");
    private readonly ServerPart _aws = new("dynamodb-local");

    /// <summary>For a theory that holds on every engine.</summary>
    public static TheoryData<string> Both => [Embedded, Aws];

    public Task InitializeAsync() => Task.WhenAll(_embedded.StartAsync(), _aws.StartAsync());

    public async Task DisposeAsync()
    {
        await _embedded.DisposeAsync();
        await _aws.DisposeAsync();
    }

    public Uri Endpoint(string engine) => new($"http://127.0.0.1:{(engine == Embedded ? _embedded : _aws).Port}");

    /// <summary>A client of ours whose tables have names that no other test uses.</summary>
    public TableClient Client(string engine, string? prefix = null) => new(Options(engine, prefix));

    /// <summary>The same, for a client that differs in some way.</summary>
    public TableClientOptions Options(string engine, string? prefix = null)
    {
        var own = prefix ?? $"t{Guid.NewGuid():N}_";
        return new TableClientOptions { Endpoint = Endpoint(engine), Region = Region, TableName = name => own + name };
    }

    /// <summary>The AWS SDK's own client, to look behind ours.</summary>
    public AmazonDynamoDBClient PlainClient(string engine) => PlainClient(Endpoint(engine));

    public static AmazonDynamoDBClient PlainClient(Uri endpoint) => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = Region });
}

[CollectionDefinition(nameof(TableTests))]
public sealed class TableTests : ICollectionFixture<Engines>;
