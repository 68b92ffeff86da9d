namespace SystemTests.Parts;

/// <summary>A server run by one of the scripts in <c>eng/</c>, with a port and a data folder of its own.</summary>
/// <param name="script">Which of them.</param>
internal abstract class ServerPart(string script) : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("wallet-tests-");
    private ChildProcess? _process;

    public int Port { get; } = Ports.Free();

    /// <summary>Its data folder.</summary>
    public string Folder => _data.FullName;

    /// <summary>What it is told besides.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>A broker needs seconds of CPU to start, and shares it with everything that others start.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(3);

    protected virtual IEnumerable<string> Arguments => [Folder, $"{Port}"];

    /// <summary>The ports on which it listens when it has started.</summary>
    protected virtual IEnumerable<int> Listens => [Port];

    public async Task StartAsync()
    {
        var process = _process = ChildProcess.Start(
            Path.Combine(Repository.Root, "eng", script),
            [.. Arguments],
            Environment
        );
        foreach (var port in Listens)
        {
            await Eventually.GetAsync(
                async () => process.HasExited
                    ? throw new InvalidOperationException($"eng/{script} ended. It printed:\n{process.Output}")
                    : await Ports.IsOpenAsync(port) ? process : null,
                $"eng/{script} to listen on port {port}",
                StartMax);
        }
    }

    /// <summary>Stops it; its data stay, for another start.</summary>
    public async Task StopAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends it by SIGKILL; its data stay as they are.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        await StopAsync();
    }

    /// <inheritdoc cref="ChildProcess.Pause"/>
    public void Pause() => _process!.Pause();

    public void Resume() => _process!.Resume();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Delete(recursive: true);
    }
}
