namespace WorkerBench.Contenders;

/// <summary>What a stretch of messages cost.</summary>
/// <param name="CpuMicroseconds">CPU time of the contender's process for each message, kernel included.</param>
/// <param name="PerSecond">Messages in a second.</param>
/// <param name="Bytes">Bytes allocated for each message; not a number where the language does not tell.</param>
/// <param name="ResidentMegabytes">Memory of the process at the end.</param>
internal sealed record Cost(double CpuMicroseconds, double PerSecond, double Bytes, double ResidentMegabytes)
{
    public static Cost MedianOf(IReadOnlyCollection<Cost> rounds) => new(
        Report.Median(rounds.Select(one => one.CpuMicroseconds)),
        Report.Median(rounds.Select(one => one.PerSecond)),
        Report.Median(rounds.Select(one => one.Bytes)),
        Report.Median(rounds.Select(one => one.ResidentMegabytes)));
}

/// <summary>One way to handle wallet messages, in a process of its own.</summary>
internal abstract class Contender(string name) : IAsyncDisposable
{
    public string Name => name;

    public abstract Task StartAsync();

    /// <summary>Handles messages as fast as it can.</summary>
    public abstract Task<Cost> RunAsync(Load load, int messages, int wallets);

    /// <summary>Handles messages that come in at a steady rate.</summary>
    public abstract Task<Cost> RunSteadilyAsync(Load load, double perSecond, TimeSpan duration, int wallets);

    /// <summary>How long responses take, in milliseconds, sorted, while requests come in at a steady rate.</summary>
    public abstract Task<double[]> RespondAsync(Verb verb, double perSecond, TimeSpan duration, int wallets);

    public abstract ValueTask DisposeAsync();
}
