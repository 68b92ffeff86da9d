using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace WorkerBench;

/// <summary>A broker and an engine of our own, the same for all contenders.</summary>
internal sealed class Stack : IAsyncDisposable
{
    /// <summary>Where peers keep wallets; the worker has a table of its own.</summary>
    public const string PeerTable = "bench_wallet";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _data;
    private MeasuredProcess? _broker;
    private MeasuredProcess? _engine;

    private Stack() => _data = NewDataFolder(BrokerPort);

    /// <summary>This checkout.</summary>
    public static string Root { get; } = FindRoot();

    public int BrokerPort { get; } = Waiting.FreePort();

    public int EnginePort { get; } = Waiting.FreePort();

    public Uri Engine => new($"http://127.0.0.1:{EnginePort}/");

    public Broker Broker { get; private set; } = null!;

    public AmazonDynamoDBClient DynamoDb { get; private set; } = null!;

    public static async Task<Stack> StartAsync()
    {
        var stack = new Stack();
        try
        {
            await stack.StartServersAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>What every contender has to be told.</summary>
    public Dictionary<string, string> Environment(int inFlight) => new()
    {
        ["BENCH_AMQP_PORT"] = $"{BrokerPort}",
        ["BENCH_ENGINE"] = Engine.ToString(),
        ["BENCH_TABLE"] = PeerTable,
        ["BENCH_IN_FLIGHT"] = $"{inFlight}",
        ["RabbitMq__Host"] = "127.0.0.1",
        ["RabbitMq__Port"] = $"{BrokerPort}",
        ["DynamoDb__ServiceUrl"] = Engine.ToString(),
        ["AWS_ACCESS_KEY_ID"] = "local",
        ["AWS_SECRET_ACCESS_KEY"] = "local",
        ["AWS_REGION"] = "us-west-2",
    };

    public async ValueTask DisposeAsync()
    {
        if (Broker is not null)
            await Broker.DisposeAsync();
        DynamoDb?.Dispose();
        foreach (var server in new[] { _broker, _engine })
        {
            if (server is not null)
                await server.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    /// <summary>
    /// Restarts the engine on the same data. It remembers the token of each transaction, and looks at all of them
    /// in each: after 20,000 a transaction costs it five times as much.
    /// </summary>
    public async Task RefreshEngineAsync()
    {
        await _engine!.DisposeAsync();
        _engine = await StartServerAsync("engine", EnginePort);
    }

    private async Task StartServersAsync()
    {
        Report.Doing($"starting the broker and the engine ...");
        _broker = await StartServerAsync("broker", BrokerPort);
        _engine = await StartServerAsync("engine", EnginePort);
        Broker = await Broker.ConnectAsync(BrokerPort);
        DynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = Engine.ToString(), AuthenticationRegion = "us-west-2" }
        );
        await DynamoDb.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = PeerTable,
                KeySchema = [new KeySchemaElement("user_id", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("user_id", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            }
        );
    }

    private async Task<MeasuredProcess> StartServerAsync(string script, int port)
    {
        var server = MeasuredProcess.Start(
            Path.Combine(Root, "eng", script),
            [Path.Combine(_data.FullName, script), $"{port}"],
            new Dictionary<string, string>()
        );
        await Waiting.UntilAsync(
            () =>
            {
                server.ThrowIfEnded();
                return Waiting.IsOpenAsync(port);
            },
            $"eng/{script} to listen",
            StartTimeout);
        return server;
    }

    /// <summary>
    /// In memory if there is such a folder: waiting for a disk would hide the costs of everything else.
    /// </summary>
    private static DirectoryInfo NewDataFolder(int port)
    {
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(parent, $"wallet-bench.{port}"));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Wallet.Worker.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException(
            "The benchmark runs inside a checkout: it starts its scripts and programs."
        );
    }
}
