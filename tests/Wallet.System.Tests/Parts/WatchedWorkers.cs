namespace SystemTests.Parts;

/// <summary>Two workers on a broker of their own for a class of tests, each behind a front that counts.</summary>
public sealed class WatchedWorkers(LocalServers servers) : IAsyncLifetime
{
    private readonly BrokerPart _broker = new();
    private readonly List<CountingFront> _fronts = [];
    private readonly List<WorkerProcess> _workers = [];

    public int BrokerPort => _broker.Port;

    /// <summary>How many connections each has opened so far.</summary>
    public IReadOnlyList<int> Connections => [.. _fronts.Select(front => front.Connections)];

    /// <summary>Whether one of them has ended.</summary>
    public bool HasExited => _workers.Exists(worker => worker.HasExited);

    /// <summary>What each has printed so far.</summary>
    public IReadOnlyList<string> Outputs => [.. _workers.Select(worker => worker.Output)];

    public async ValueTask InitializeAsync()
    {
        await _broker.StartAsync();
        await StartAsync();
    }

    /// <summary>Stops the workers; what they have printed is forgotten.</summary>
    public async Task StopAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        foreach (var front in _fronts)
            await front.DisposeAsync();
        _workers.Clear();
        _fronts.Clear();
    }

    /// <summary>Starts them, and returns when they are ready.</summary>
    public async Task StartAsync()
    {
        for (var one = 0; one < 2; one++)
        {
            _fronts.Add(new CountingFront(_broker.Port));
            _workers.Add(WorkerProcess.Launch(_fronts[one].Port, servers.Engine));
        }

        await Task.WhenAll(_workers.Select(worker => worker.WaitUntilReadyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _broker.DisposeAsync();
    }
}
