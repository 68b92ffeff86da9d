using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>The gateway, as a process of its own on a port of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private GatewayProcess(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public int Port { get; }

    /// <summary>Talks to it.</summary>
    public HttpClient Http { get; }

    public string Output => _process.Output;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a gateway and waits until it says that it is ready.</summary>
    public static async Task<GatewayProcess> StartAsync(int brokerPort, params (string Key, string Value)[] more)
    {
        var gateway = Launch(brokerPort, more);
        await gateway.WaitForAsync("health/ready");
        return gateway;
    }

    /// <summary>Starts a gateway, ready or not.</summary>
    public static GatewayProcess Launch(int brokerPort, params (string Key, string Value)[] more)
    {
        var port = Ports.Free();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RabbitMq__Host"] = "127.0.0.1",
            ["RabbitMq__Port"] = $"{brokerPort}",
            ["RabbitMq__Username"] = DocumentedUsers.Gateway,
            ["RabbitMq__Password"] = DocumentedUsers.Password,
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        };
        foreach (var (key, value) in more)
            environment[key] = value;
        return new GatewayProcess(
            ChildProcess.StartDotnet(Repository.Program("src/Wallet.Gateway", "Wallet.Gateway"), [], environment),
            port
        );
    }

    /// <summary>Waits until an address answers with success.</summary>
    public Task WaitForAsync(string path) => Eventually.GetAsync<string>(
        async () =>
        {
            if (HasExited)
                throw new InvalidOperationException($"The gateway ended. It printed:\n{Output}");
            try
            {
                using var answer = await Http.GetAsync(path);
                return answer.IsSuccessStatusCode ? path : null;
            }
            catch (HttpRequestException)
            {
                return null; // It does not listen yet.
            }
        },
        $"the gateway to answer {path}");

    public void Terminate() => _process.Terminate();

    public Task<int> WaitForExitAsync(TimeSpan? atMost = null) => _process.WaitForExitAsync(atMost);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }
}

/// <summary>One worker and one gateway for all tests of a class.</summary>
public sealed class RunningGateway(LocalServers servers) : IAsyncLifetime
{
    private WorkerProcess _worker = null!;

    internal GatewayProcess Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = WorkerProcess.Launch(servers.BrokerPort, servers.Engine, ("Worker__PulseSeconds", "3"));
        Gateway = GatewayProcess.Launch(servers.BrokerPort);
        await _worker.WaitUntilReadyAsync();
        await Gateway.WaitForAsync("health/ready");
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _worker.DisposeAsync();
    }
}
