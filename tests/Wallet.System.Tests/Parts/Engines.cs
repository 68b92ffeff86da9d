using Amazon.DynamoDBv2;
using Amazon.Runtime;
using TypedTables;
using TypedTables.Wire;

namespace SystemTests.Parts;

/// <summary>Both real engines, started once for all table tests.</summary>
public sealed class Engines : IAsyncLifetime
{
    public const string Embedded = "embedded";
    public const string Aws = "AWS's own";

    /// <summary>The embedded engine, reached through the AWS SDK instead of the direct wire.</summary>
    public const string EmbeddedBySdk = "embedded, by the SDK";

    /// <summary>
    /// A region whose tables are few. AWS's own engine keeps the regions apart, and fills an index the more slowly, the
    /// more tables a region has.
    /// </summary>
    public const string QuietRegion = "us-east-1";

    private const string Region = "us-west-2";

    private readonly EnginePart _embedded = new();
    private readonly EnginePart _aws = new("dynamodb-local");

    /// <summary>For a theory that holds on every engine.</summary>
    public static TheoryData<string> Both => [Embedded, Aws];

    /// <summary>
    /// For a theory that holds on every engine and on every wire. AWS's own engine is slow, and is met by both wires in
    /// the differential test.
    /// </summary>
    public static TheoryData<string> AndWires => [Embedded, Aws, EmbeddedBySdk];

    public async ValueTask InitializeAsync() => await Task.WhenAll(_embedded.StartAsync(), _aws.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        await _aws.DisposeAsync();
    }

    public Uri Endpoint(string engine) => new($"http://127.0.0.1:{(engine == Aws ? _aws : _embedded).Port}");

    /// <summary>A client of ours whose tables have names that no other test uses.</summary>
    public TableClient Client(string engine, string? prefix = null, string region = Region) =>
        new(Options(engine, prefix, region));

    /// <summary>The same, for a client that differs in some way.</summary>
    public TableClientOptions Options(string engine, string? prefix = null, string region = Region)
    {
        var own = prefix ?? $"t{Guid.NewGuid():N}_";
        return new TableClientOptions
        {
            Endpoint = Endpoint(engine),
            Region = region,
            TableName = name => own + name,
            Wire = engine == EmbeddedBySdk ? WireKind.Sdk : WireKind.Direct,
        };
    }

    /// <summary>The AWS SDK's own client, to look behind ours.</summary>
    public AmazonDynamoDBClient PlainClient(string engine, string region = Region) =>
        PlainClient(Endpoint(engine), region);

    public static AmazonDynamoDBClient PlainClient(Uri endpoint, string region = Region) => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = region });
}

[CollectionDefinition(nameof(TableTests))]
public sealed class TableTests : ICollectionFixture<Engines>;
