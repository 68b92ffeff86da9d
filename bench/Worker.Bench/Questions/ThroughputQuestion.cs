using WorkerBench.Contenders;

namespace WorkerBench.Questions;

/// <summary>
/// Question 3: what a message costs the process that handles it, beside other ways to handle it, and how long a
/// response takes.
/// </summary>
internal static class ThroughputQuestion
{
    /// <summary>How many wallets the messages are about, in turn.</summary>
    private const int WalletCount = 10_000;

    /// <summary>Python compiles nothing as it runs, so its first messages cost what its last ones do.</summary>
    private const int TornadoWarmUp = 1_000;

    /// <summary>What is wanted of the worker, as CPU to that of another.</summary>
    private static readonly (string Load, string Other, double AtMost)[] Wanted =
    [
        ("set", Everybody.Naive, 0.85),
        ("get", Everybody.Naive, 0.65),
        ("set", Everybody.Node, 0.6),
    ];

    public static async Task AskAsync(Stack stack, BenchSettings settings)
    {
        var contenders = Everybody.Of(stack, settings);
        try
        {
            await Wallets.StoreAsync(stack.DynamoDb, Stack.PeerTable, 0, WalletCount);
            var (full, steady) = await CompareAsync(contenders, settings);
            PrintWanted(full, steady, settings.Rate);
            if (settings.LatencySeconds > 0)
                await LatencyAsync(contenders, settings, full);
        }
        finally
        {
            foreach (var contender in contenders)
                await contender.DisposeAsync();
        }
    }

    /// <summary>
    /// Warms all of them up, then measures them side by side: as fast as each can, and at one rate for all.
    /// </summary>
    public static async Task<(
        Dictionary<(string Load, string Name), Cost> Full,
        Dictionary<(string Load, string Name), Cost> Steady
    )> CompareAsync(List<Contender> contenders, BenchSettings settings)
    {
        await WarmUpAsync(contenders, settings);
        var full = await MeasureAsync(contenders, settings, "as fast as each can", FullSpeedAsync);
        var steady =
            settings.Rate == 0 || settings.RateSeconds == 0
                ? []
                : await MeasureAsync(
                    [.. contenders.Where(one => one is QueueContender)],
                    settings,
                    FormattableString.Invariant($"{settings.Rate} messages a second for all"),
                    (contender, load) =>
                        contender.RunSteadilyAsync(
                            load,
                            settings.Rate,
                            TimeSpan.FromSeconds(settings.RateSeconds),
                            WalletCount
                        )
                );
        return (full, steady);

        Task<Cost> FullSpeedAsync(Contender contender, Load load) =>
            contender.RunAsync(
                load,
                contender is HttpContender ? settings.Messages / 10 : settings.Messages,
                WalletCount
            );
    }

    private static async Task WarmUpAsync(List<Contender> contenders, BenchSettings settings)
    {
        foreach (var contender in contenders)
        {
            await contender.StartAsync();
            var messages = contender is HttpContender ? Math.Min(TornadoWarmUp, settings.WarmUp) : settings.WarmUp;
            foreach (var verb in settings.Loads.SelectMany(name => Load.Named(name).Verbs).Distinct())
            {
                Report.Doing($"warming up {contender.Name}, {verb} ...");
                await contender.RunAsync(new Load("warm-up", verb), messages, WalletCount);
            }
        }
    }

    /// <summary>
    /// Rounds alternate, so that what else the machine does falls on all alike. Who is not asked has an empty queue.
    /// </summary>
    private static async Task<Dictionary<(string Load, string Name), Cost>> MeasureAsync(
        List<Contender> contenders, BenchSettings settings, string how, Func<Contender, Load, Task<Cost>> run)
    {
        var found = new Dictionary<(string Load, string Name), Cost>();
        foreach (var load in settings.Loads.Select(Load.Named))
        {
            var rounds = contenders.ToDictionary(one => one.Name, _ => new List<Cost>());
            for (var round = 1; round <= settings.Rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    var cost = await run(contender, load);
                    Report.Doing(
                        $"{load.Name}, {how}, round {round} of {settings.Rounds}, {contender.Name}: "
                            + $"{cost.CpuMicroseconds:0} µs, {cost.PerSecond:0}/s"
                    );
                    rounds[contender.Name].Add(cost);
                }
            }

            foreach (var (name, costs) in rounds)
                found[(load.Name, name)] = Cost.MedianOf(costs);
            Print(load, how, contenders, found);
        }

        return found;
    }

    private static void Print(
        Load load,
        string how,
        List<Contender> contenders,
        Dictionary<(string Load, string Name), Cost> found
    )
    {
        var ours = found.GetValueOrDefault((load.Name, Everybody.Worker));
        Report.Line(
            $"\n### {load.Name}, {how}\n\n| who | CPU µs/message | the worker's, to it | messages/s | bytes/message | "
                + "memory, MB |\n|---|---|---|---|---|---|"
        );
        foreach (var name in contenders.Select(one => one.Name))
        {
            var cost = found[(load.Name, name)];
            Report.Line(
                $"| {name} | {cost.CpuMicroseconds:0} | {ours?.CpuMicroseconds / cost.CpuMicroseconds:0.00} | "
                    + $"{cost.PerSecond:0} | {Report.Figure(cost.Bytes)} | {cost.ResidentMegabytes:0} |"
            );
        }
    }

    private static void PrintWanted(
        Dictionary<(string Load, string Name), Cost> full,
        Dictionary<(string Load, string Name), Cost> steady,
        int rate
    )
    {
        Report.Line(
            "\n### wanted and found\n\n| the worker's CPU | to that of | wanted, at most | as fast as each can | "
                + $"{rate} messages a second |\n|---|---|---|---|---|"
        );
        foreach (var (load, other, atMost) in Wanted)
            Report.Line(
                $"| {load} | {other} | {atMost:0.00} | {Ratio(full, load, other)} | {Ratio(steady, load, other)} |"
            );
    }

    private static string Ratio(Dictionary<(string Load, string Name), Cost> found, string load, string other) =>
        found.TryGetValue((load, Everybody.Worker), out var ours) && found.TryGetValue((load, other), out var theirs)
            ? FormattableString.Invariant($"{ours.CpuMicroseconds / theirs.CpuMicroseconds:0.00}")
            : "";

    private static async Task LatencyAsync(
        List<Contender> contenders,
        BenchSettings settings,
        Dictionary<(string Load, string Name), Cost> found
    )
    {
        Report.Line(
            "\n### request and response, at half of what each can\n\n"
                + "| who | load | requests/s | p50 ms | p99 ms |\n"
                + "|---|---|---|---|---|"
        );
        foreach (var contender in contenders)
        {
            foreach (var load in settings.Loads.Select(Load.Named).Where(load => load.Verbs.Count == 1))
            {
                Report.Doing($"responses of {contender.Name}, {load.Name} ...");
                var perSecond = found[(load.Name, contender.Name)].PerSecond / 2;
                var times = await contender.RespondAsync(
                    load.Verbs[0],
                    perSecond,
                    TimeSpan.FromSeconds(settings.LatencySeconds),
                    WalletCount
                );
                Report.Line(
                    $"| {contender.Name} | {load.Name} | {perSecond:0} | {times[times.Length / 2]:0.0} | "
                        + $"{times[times.Length * 99 / 100]:0.0} |"
                );
            }
        }
    }
}
