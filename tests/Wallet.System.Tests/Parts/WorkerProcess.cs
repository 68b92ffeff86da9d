namespace SystemTests.Parts;

/// <summary>The worker, as a process of its own.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>
    /// Among the environment variables, a file that takes what it prints, in the place of <see cref="Output"/>.
    /// </summary>
    public const string OutputVariable = "WALLET_TESTS_OUTPUT";

    private readonly ChildProcess _process;
    private readonly string _healthFile;

    private WorkerProcess(ChildProcess process, string healthFile)
    {
        _process = process;
        _healthFile = healthFile;
    }

    public string Output => _process.Output;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public bool IsReady => File.Exists(_healthFile);

    /// <summary>Starts a worker and waits until it says that it is ready.</summary>
    public static async Task<WorkerProcess> StartAsync(LocalServers servers)
    {
        var worker = Launch(servers.BrokerPort, servers.Engine);
        await worker.WaitUntilReadyAsync();
        return worker;
    }

    /// <summary>Starts a worker, ready or not.</summary>
    public static WorkerProcess Launch(int brokerPort, Uri engine, params (string Key, string Value)[] more) =>
        Launch(brokerPort, engine, [], more);

    /// <inheritdoc cref="Launch(int, Uri, ValueTuple{string, string}[])"/>
    public static WorkerProcess Launch(
        int brokerPort,
        Uri engine,
        string[] arguments,
        params (string Key, string Value)[] more
    )
    {
        var healthFile = Path.Combine(Path.GetTempPath(), $"wallet-health-{Guid.NewGuid():N}");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RabbitMq__Host"] = "127.0.0.1",
            ["RabbitMq__Port"] = $"{brokerPort}",
            ["RabbitMq__Username"] = DocumentedUsers.Worker,
            ["RabbitMq__Password"] = DocumentedUsers.Password,
            ["DynamoDb__ServiceUrl"] = engine.ToString(),
            ["Health__File"] = healthFile,
        };
        foreach (var (key, value) in more)
            environment[key] = value;
        var program = Repository.Program("src/Wallet.Worker", "Wallet.Worker");
        return new WorkerProcess(
            environment.ContainsKey(OutputVariable)
                ? ChildProcess.Start(
                    "sh",
                    ["-c", $"exec dotnet \"$0\" \"$@\" >\"${OutputVariable}\" 2>&1", program, .. arguments],
                    environment
                )
                : ChildProcess.StartDotnet(program, arguments, environment),
            healthFile);
    }

    public Task WaitUntilReadyAsync() =>
        Eventually.IsTrueAsync(
            () =>
                IsReady
                || (
                    HasExited ? throw new InvalidOperationException($"The worker ended. It printed:\n{Output}") : false
                ),
            "the worker to be ready"
        );

    public void Kill() => _process.Kill();

    public void Terminate() => _process.Terminate();

    /// <inheritdoc cref="ChildProcess.Pause"/>
    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    /// <summary>How much memory it holds, in bytes.</summary>
    public long ResidentBytes()
    {
        using var process = System.Diagnostics.Process.GetProcessById(Id);
        return process.WorkingSet64;
    }

    public Task<int> WaitForExitAsync(TimeSpan? atMost = null) => _process.WaitForExitAsync(atMost);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
