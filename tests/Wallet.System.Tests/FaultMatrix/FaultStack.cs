using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>
/// What faults strike: a broker, an engine on a file of its own, and worker processes as they ship. It lives on from
/// one fault to the next.
/// </summary>
/// <param name="nodes">How many nodes the broker has.</param>
internal sealed class FaultStack(int nodes) : IAsyncDisposable
{
    /// <summary>
    /// Longer in all than any fault here lasts: whatever is parked all the same should not have been.
    /// </summary>
    public static readonly int[] RedeliveryDelays = [1, 1, 2, 2, 3, 3, 5, 5, 5, 5];

    private const int LogMax = 20_000;

    private readonly List<WorkerProcess> _workers = [];
    private Uri? _otherEngine;
    private (string Key, string Value)[] _more = [];

    public ControlledBroker Broker { get; private set; } = null!;

    public EnginePart Engine { get; } = new();

    public string Tables { get; } = $"matrix{Guid.NewGuid():N}_";

    public Uri EngineEndpoint => new($"http://127.0.0.1:{Engine.Port}");

    public IReadOnlyList<WorkerProcess> Workers => _workers;

    public async Task StartAsync()
    {
        await Engine.StartAsync();
        Broker = await ControlledBroker.StartAsync(nodes);
        await SetWorkersAsync(2);
    }

    public async ValueTask DisposeAsync()
    {
        await SetWorkersAsync(0);
        await Broker.DisposeAsync();
        await Engine.DisposeAsync();
    }

    /// <summary>Starts workers, or stops them, until there are so many.</summary>
    public async Task SetWorkersAsync(int count)
    {
        while (_workers.Count > count)
        {
            await _workers[^1].DisposeAsync();
            _workers.RemoveAt(_workers.Count - 1);
        }

        while (_workers.Count < count)
            _workers.Add(Launch());
        await AllReadyAsync();
    }

    public async Task AllReadyAsync()
    {
        foreach (var worker in _workers)
            await worker.WaitUntilReadyAsync();
    }

    /// <summary>Starts another in the place of a worker that has ended.</summary>
    public async Task ReplaceAsync(int index)
    {
        await _workers[index].DisposeAsync();
        _workers[index] = Launch();
        await _workers[index].WaitUntilReadyAsync();
    }

    /// <summary>Has the workers run with other settings while something is done.</summary>
    /// <param name="engine">The engine that they are to use; null is the ordinary one.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="act">What is done.</param>
    public async Task<int> WithWorkersAsync(Uri? engine, (string Key, string Value)[] settings, Func<Task<int>> act)
    {
        (_otherEngine, _more) = (engine, settings);
        try
        {
            await RestartAllAsync();
            return await act();
        }
        finally
        {
            (_otherEngine, _more) = (null, []);
            await RestartAllAsync();
        }
    }

    /// <summary>The most memory that a worker holds, in bytes.</summary>
    public long ResidentBytes() => _workers.Max(worker => worker.ResidentBytes());

    /// <summary>The ends of what the workers have printed, to explain a failure.</summary>
    public string Logs() =>
        string.Concat(
            _workers.Select(worker =>
                $"\n--- worker {worker.Id}, ready: "
                    + $"{worker.IsReady}\n{(worker.Output.Length > LogMax ? worker.Output[^LogMax..] : worker.Output)}"
            )
        );

    private async Task RestartAllAsync()
    {
        for (var index = 0; index < _workers.Count; index++)
        {
            _workers[index].Terminate();
            await _workers[index].WaitForExitAsync();
            await ReplaceAsync(index);
        }
    }

    private WorkerProcess Launch() =>
        WorkerProcess.Launch(
            Broker.Port,
            _otherEngine ?? EngineEndpoint,
            [
                ("DynamoDb__TablePrefix", Tables),
                ("Health__QueuesSeconds", "1"),
                ("Worker__RedeliveryDelaysSeconds", string.Join(',', RedeliveryDelays)),
                .. _more,
            ]
        );
}

/// <summary>The stack that a fault asks for. One at a time: each is busy, and a machine may be small.</summary>
public sealed class FaultStacks : IAsyncLifetime
{
    private (int Nodes, FaultStack Stack)? _current;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_current is { } current)
            await current.Stack.DisposeAsync();
        _current = null;
    }

    internal async Task<FaultStack> WithBrokersAsync(int nodes)
    {
        if (_current is { } current && current.Nodes == nodes)
            return current.Stack;

        await DisposeAsync();
        var stack = new FaultStack(nodes);
        _current = (nodes, stack);
        await stack.StartAsync();
        return stack;
    }
}
