using System.Collections.Concurrent;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Endpoints;
using TypedTables.Wire;
using TypedTables.Wire.Direct;

namespace TypedTables;

/// <summary>The one client that all tables of a process share. Safe for concurrent use.</summary>
/// <remarks>Tables of different regions share it too: there is one connection pool per region, made when the region is first named.</remarks>
public sealed class TableClient : IDisposable
{
    private const string RegionOfTheSdk = "";

    private readonly ConcurrentDictionary<string, Lazy<Connection>> _connections = new(StringComparer.Ordinal);
    private readonly Uri? _endpoint;
    private readonly AWSCredentials? _credentials;

    /// <summary>Makes a client. No call is made and no credentials are looked up yet.</summary>
    /// <param name="options">How to reach DynamoDB.</param>
    public TableClient(TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _endpoint = options.Endpoint ?? EndpointOfEnvironment();
        _credentials = options.Credentials ?? LocalCredentials.For(_endpoint);
    }

    internal TableClientOptions Options { get; }

    /// <summary>A table that is reached through this client.</summary>
    /// <typeparam name="T">The type of its items.</typeparam>
    /// <param name="schema">The table's declaration.</param>
    public Table<T> Table<T>(TableSchema<T> schema)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        var connection = _connections.GetOrAdd(
            Options.Region ?? schema.Region ?? RegionOfTheSdk,
            region => new Lazy<Connection>(() => Connect(region))).Value;
        return new Table<T>(schema, Options, connection.DynamoDb, connection.Wire, this);
    }

    /// <summary>Finds out whether calls can be signed, within a bounded time. Worth doing once, when a program starts.</summary>
    /// <param name="timeout">How long the AWS SDK may look; on a machine of AWS it takes milliseconds, elsewhere it would wait half a minute.</param>
    /// <exception cref="TableOperationException">There are no credentials, or only dummies for another place than a local engine; code <see cref="TableOperationException.NoCredentials"/>.</exception>
    public async Task VerifyCredentialsAsync(TimeSpan timeout)
    {
        if (_credentials is not null)
            return;

        try
        {
            var found = Task.Run(() => DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentials());
            var keys = await found.WaitAsync(timeout, Options.TimeProvider).ConfigureAwait(false);
            if (LocalCredentials.IsDummy(keys.AccessKey) && !LocalCredentials.MayTakeDummies(_endpoint))
            {
                throw new TableOperationException(
                    "Signing",
                    TableOperationException.NoCredentials,
                    $"the access key id is '{keys.AccessKey}', a dummy for a local engine, and {_endpoint?.Host ?? "AWS"} is not one. "
                    + "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role.",
                    isRetryable: false);
            }
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or TimeoutException or HttpRequestException)
        {
            throw new TableOperationException(
                "Signing",
                TableOperationException.NoCredentials,
                $"no AWS credentials were found within {timeout.TotalSeconds:0.#} s. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role; "
                + "or an endpoint on this host, such as http://127.0.0.1:8000, for a local engine.",
                isRetryable: true,
                inner: error);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (var connection in _connections.Values.Where(connection => connection.IsValueCreated))
        {
            (connection.Value.Wire as IDisposable)?.Dispose();
            connection.Value.DynamoDb.Dispose();
        }
    }

    private Connection Connect(string region)
    {
        var config = new AmazonDynamoDBConfig
        {
            MaxErrorRetry = Options.AttemptsMax - 1,
            RetryMode = RequestRetryMode.Standard,
            Timeout = Options.AttemptTimeout,
        };
        if (_endpoint is not null)
        {
            config.ServiceURL = _endpoint.ToString();
            config.AuthenticationRegion = region.Length > 0 ? region : RegionEndpoint.USEast1.SystemName;
        }
        else if (region.Length > 0)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        var dynamoDb = _credentials is null ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(_credentials, config);
        return new Connection(dynamoDb, Options.Wire == WireKind.Sdk ? new SdkWire(dynamoDb) { CallTimeout = Options.CallTimeout } : DirectWireOf(config));
    }

    /// <summary>A wire to where the SDK's client would go, with what it would sign with.</summary>
    private DirectWire DirectWireOf(AmazonDynamoDBConfig config)
    {
        var region = config.AuthenticationRegion ?? config.RegionEndpoint.SystemName;
        var endpoint = config.ServiceURL is { Length: > 0 } configured
            ? configured
            : config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new GetItemRequest())).URL;
        return new DirectWire(new Uri(endpoint, UriKind.Absolute), region, _credentials, Options);
    }

    private static Uri? EndpointOfEnvironment()
    {
        if (string.Equals(Environment.GetEnvironmentVariable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            return null;

        var text = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is { Length: > 0 } own ? own : Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
        return string.IsNullOrEmpty(text) ? null : new Uri(text, UriKind.Absolute);
    }

    /// <summary>What tables of one region share.</summary>
    private sealed record Connection(AmazonDynamoDBClient DynamoDb, IDynamoDbWire Wire);
}
