namespace SystemTests.Parts;

/// <summary>One worker for all tests of a class.</summary>
public sealed class RunningWorker(LocalServers servers) : IAsyncLifetime
{
    private WorkerProcess _worker = null!;

    public bool HasExited => _worker.HasExited;

    public string Output => _worker.Output;

    public async ValueTask InitializeAsync() => _worker = await WorkerProcess.StartAsync(servers);

    public async ValueTask DisposeAsync() => await _worker.DisposeAsync();
}
