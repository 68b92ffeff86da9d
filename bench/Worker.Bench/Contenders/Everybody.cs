namespace WorkerBench.Contenders;

/// <summary>Who takes part. All get the same broker, the same engine and the same number of messages at once.</summary>
internal static class Everybody
{
    public const string Worker = "the worker";
    public const string Naive = "MassTransit, naive";
    public const string NoSpin = "the same, threads as the worker's";
    public const string ByHand = "RabbitMQ.Client, by hand";
    public const string Node = "Node, amqplib";
    public const string Tornado = "Tornado, botocore";

    /// <summary>The worker's own default.</summary>
    public const int InFlight = 64;

    public static List<Contender> Of(Stack stack, BenchSettings settings)
    {
        List<Contender> all =
        [
            new QueueContender(stack, WorkerPlan(stack, settings.Worker)),
            new QueueContender(stack, NaivePlan(stack)),
            new QueueContender(stack, NoSpinPlan(stack)),
            new QueueContender(stack, ByHandPlan(stack)),
            new QueueContender(stack, NodePlan(stack)),
            new HttpContender(
                Tornado,
                InFlight,
                port =>
                    MeasuredProcess.Start(
                        "/usr/bin/python3",
                        ["-O", Path.Combine(Stack.Root, "bench/Worker.Bench/python/peer.py"), $"{port}"],
                        stack.Environment(InFlight)
                    )
            ),
        ];
        all.RemoveAll(one => !settings.Takes(one.Name));
        return all;
    }

    /// <summary>The worker as it ships, of the same configuration as this program.</summary>
    /// <param name="stack">Where.</param>
    /// <param name="assembly">Another build of it.</param>
    /// <param name="more">Settings of the runtime to be tried.</param>
    public static QueuePlan WorkerPlan(
        Stack stack,
        string? assembly = null,
        params IReadOnlyList<(string Key, string Value)> more
    ) =>
        new(
            Worker,
            "wallet-set-balance",
            "wallet-get-balance",
            TakesEnvelope: true,
            () =>
                MeasuredProcess.Start(
                    "dotnet",
                    [assembly ?? Built("src/Wallet.Worker", "Wallet.Worker")],
                    With(stack.Environment(InFlight), [("Logging__LogLevel__Default", "Warning"), .. more]),
                    isDotnet: true
                )
        );

    public static QueuePlan NaivePlan(Stack stack) =>
        new(Naive, "NaiveSetBalance", "NaiveGetBalance", TakesEnvelope: true, () => StartPeer(stack, "masstransit"));

    /// <summary>
    /// The naive peer with the one setting of the runtime that the worker has and a new project has not.
    /// </summary>
    public static QueuePlan NoSpinPlan(Stack stack) =>
        new(
            NoSpin,
            "NoSpinNaiveSetBalance",
            "NoSpinNaiveGetBalance",
            TakesEnvelope: true,
            () =>
                StartPeer(
                    stack,
                    "masstransit",
                    ("BENCH_QUEUE_PREFIX", "NoSpin"),
                    ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0")
                )
        );

    public static QueuePlan ByHandPlan(Stack stack) =>
        new(
            ByHand,
            "by-hand-set-balance",
            "by-hand-get-balance",
            TakesEnvelope: false,
            () => StartPeer(stack, "rabbitmq")
        );

    public static QueuePlan NodePlan(Stack stack) =>
        new(
            Node,
            "node-set-balance",
            "node-get-balance",
            TakesEnvelope: false,
            () =>
                MeasuredProcess.Start(
                    "node",
                    [Path.Combine(Stack.Root, "bench/Worker.Bench/node/peer.js")],
                    stack.Environment(InFlight)
                )
        );

    private static MeasuredProcess StartPeer(
        Stack stack,
        string peer,
        params IReadOnlyList<(string Key, string Value)> more
    ) =>
        MeasuredProcess.Start(
            "dotnet",
            [typeof(Everybody).Assembly.Location, "peer", peer],
            With(stack.Environment(InFlight), more),
            isDotnet: true
        );

    private static Dictionary<string, string> With(
        Dictionary<string, string> environment,
        IReadOnlyList<(string Key, string Value)> more
    )
    {
        foreach (var (key, value) in more)
            environment[key] = value;
        return environment;
    }

    private static string Built(string project, string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Stack.Root, project, "bin", configuration, "net10.0", $"{name}.dll");
    }
}
