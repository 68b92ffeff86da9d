using System.Collections.Concurrent;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using TypedTables.Credentials;
using TypedTables.Wire;
using TypedTables.Wire.Direct;
using TypedTables.Wire.Sdk;

namespace TypedTables;

/// <summary>The client that all tables of a process share. Thread-safe.</summary>
/// <remarks>
/// Tables of different regions share it, too: each region has one connection pool, created when the region is first
/// used.
/// </remarks>
public sealed class TableClient : IDisposable
{
    private const string RegionOfTheSdk = "";

    private readonly ConcurrentDictionary<string, Lazy<Connection>> _connections = new(StringComparer.Ordinal);
    private readonly Uri? _endpoint;
    private readonly AWSCredentials _credentials;

    /// <summary>Creates a client. Makes no call and fetches no credentials yet.</summary>
    /// <param name="options">How to reach DynamoDB.</param>
    /// <exception cref="ArgumentException">The options' endpoint is not a server's address, or has a path.</exception>
    /// <exception cref="TableOperationException">
    /// The environment or a profile has an unusable endpoint or region, or
    /// <c>AWS_ACCOUNT_ID_ENDPOINT_MODE=required</c>; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public TableClient(TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _endpoint = ServiceLocation.EndpointOf(options);
        ServiceLocation.RequireRegionalEndpoints();
        _credentials = options.Credentials
            ?? (LocalCredentials.AreFor(_endpoint)
                ? new BasicAWSCredentials("local", "local")
                : new SharedCredentials(
                    () => CredentialSearch.Find(options.Region),
                    options.TimeProvider,
                    options.LoggerFactory.CreateLogger("TypedTables.Credentials")));
    }

    internal TableClientOptions Options { get; }

    /// <summary>Gets a table that is reached through this client.</summary>
    /// <typeparam name="T">The type of its items.</typeparam>
    /// <param name="schema">The table's declaration.</param>
    /// <exception cref="TableOperationException">
    /// No region is named by the options, the declaration, the environment, a profile or the machine; or its name is
    /// not valid; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public Table<T> Table<T>(TableSchema<T> schema)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        var connection = _connections.GetOrAdd(
            Options.Region ?? schema.Region ?? RegionOfTheSdk,
            region => new Lazy<Connection>(() => Connect(region))).Value;
        return new Table<T>(schema, Options, connection.DynamoDb, connection.Wire, this);
    }

    /// <summary>Checks within a limited time that calls can be signed. Call it once, when the program starts.</summary>
    /// <param name="timeout">
    /// How long to look for credentials. AWS machines take milliseconds; elsewhere the search would take half a minute.
    /// </param>
    /// <exception cref="TableOperationException">
    /// There are no credentials, or only dummy ones and the endpoint is not a local engine; code
    /// <see cref="TableOperationException.NoCredentials"/>. Retryable if a configured source did not answer; not if it
    /// cannot work, or none is configured.
    /// </exception>
    public async Task VerifyCredentialsAsync(TimeSpan timeout)
    {
        if (_credentials is not SharedCredentials shared)
            return;

        try
        {
            var finding = shared.GetCredentialsAsync();
            var keys = await finding.WaitAsync(timeout, Options.TimeProvider).ConfigureAwait(false);
            if (LocalCredentials.IsDummy(keys.AccessKey) && !LocalCredentials.MayTakeDummies(_endpoint))
            {
                throw CredentialFault.Wrong(
                    $"the access key id is '{keys.AccessKey}', a dummy for a local engine, "
                        + $"and {_endpoint?.Host ?? "AWS"} is not one. "
                    + "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role.");
            }
        }
        catch (TimeoutException error)
        {
            throw CredentialFault.InTime(shared.Source, timeout, error);
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

    /// <exception cref="TableOperationException">No region is named, or its name is not valid.</exception>
    private Connection Connect(string named)
    {
        var config = new AmazonDynamoDBConfig
        {
            MaxErrorRetry = Options.AttemptsMax - 1,
            RetryMode = RequestRetryMode.Standard,
            Timeout = Options.AttemptTimeout,
            AccountIdEndpointMode = AccountIdEndpointMode.DISABLED,
        };
        if (Options.Wire == WireKind.Sdk)
            config.HttpClientFactory = new SdkHttpClients();
        var region = named.Length > 0 ? named : ServiceLocation.ConfiguredRegion(isOfAws: _endpoint is null);
        if (_endpoint is not null)
        {
            config.ServiceURL = _endpoint.ToString();
            config.AuthenticationRegion = region ?? RegionEndpoint.USEast1.SystemName;
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(ServiceLocation.Checked("the region", region));
        }
        else if (config.RegionEndpoint is null)
        {
            throw ServiceLocation.Wrong(
                "no AWS region is named. Set AWS_REGION, the region of a profile, or Region of the options.");
        }

        var dynamoDb = new AmazonDynamoDBClient(_credentials, config);
        if (_credentials is SharedCredentials shared)
            dynamoDb.ExceptionEvent += (_, what) => RefuseIfExpired(shared, what);
        return new Connection(
            dynamoDb,
            Options.Wire == WireKind.Sdk
                ? new SdkWire(dynamoDb) { CallTimeout = Options.CallTimeout }
                : DirectWireOf(config));
    }

    private static void RefuseIfExpired(SharedCredentials shared, ExceptionEventArgs what)
    {
        if (what is WebServiceExceptionEventArgs { Exception: AmazonServiceException { ErrorCode: { } code } }
            && CredentialErrors.ExpiredToken.Contains(code))
            shared.Refuse(accessKey: null);
    }

    /// <summary>Creates a wire to the SDK client's endpoint, with the SDK client's credentials.</summary>
    private DirectWire DirectWireOf(AmazonDynamoDBConfig config)
    {
        var region = config.AuthenticationRegion
            ?? config.RegionEndpoint?.SystemName
            ?? RegionEndpoint.USEast1.SystemName;
        var endpoint = config.ServiceURL is { Length: > 0 } configured
            ? configured
            : config
                .DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new GetItemRequest()))
                .URL;
        return new DirectWire(new Uri(endpoint, UriKind.Absolute), region, _credentials, Options);
    }

    /// <summary>What the tables of one region share.</summary>
    private sealed record Connection(AmazonDynamoDBClient DynamoDb, IDynamoDbWire Wire);
}
