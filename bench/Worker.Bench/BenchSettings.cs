using System.Globalization;

namespace WorkerBench;

/// <summary>What is measured, and how long. Questions by name, <c>--quick</c>, and <c>name=value</c>.</summary>
internal sealed record BenchSettings
{
    private static readonly string[] Known = ["throughput", "growth", "cold", "telemetry", "aws"];

    /// <summary>Which of throughput, growth, cold, telemetry and aws; none is all.</summary>
    public IReadOnlyList<string> Questions { get; private init; } = [];

    /// <summary>Which loads: set, get, mixed.</summary>
    public IReadOnlyList<string> Loads { get; init; } = ["set", "get", "mixed"];

    /// <summary>Parts of the names of those who take part; none takes all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>Another build of the worker, to compare it with this one in two runs; null takes this one.</summary>
    public string? Worker { get; private init; }

    /// <summary>Rounds, of which the median counts.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>Messages of a round.</summary>
    public int Messages { get; private init; } = 10_000;

    /// <summary>Messages of each kind that every process handles before anything is measured.</summary>
    public int WarmUp { get; private init; } = 40_000;

    /// <summary>Messages in a second for the figures at one rate for all; 0 leaves them out.</summary>
    public int Rate { get; private init; } = 800;

    /// <summary>Seconds of a round at that rate.</summary>
    public int RateSeconds { get; private init; } = 5;

    /// <summary>Seconds of requests and responses at half load; 0 leaves them out.</summary>
    public int LatencySeconds { get; private init; } = 10;

    /// <summary>How many workers share a queue.</summary>
    public IReadOnlyList<int> Workers { get; private init; } = [1, 2, 4];

    /// <summary>How many messages wait.</summary>
    public IReadOnlyList<int> Backlogs { get; private init; } = [10_000, 100_000, 1_000_000];

    /// <summary>How many wallets there are.</summary>
    public IReadOnlyList<int> Wallets { get; private init; } = [100, 10_000, 1_000_000];

    /// <summary>
    /// Settings of the worker to be tried one after another, each of them several; one empty is as it ships.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Variants { get; private init; } =
        [new Dictionary<string, string>()];

    public bool Asks(string question) => Questions.Count == 0 || Questions.Contains(question);

    public bool Takes(string name) =>
        Only.Count == 0 || Only.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    public static BenchSettings From(IEnumerable<string> args) =>
        args.Aggregate(
            new BenchSettings(),
            (settings, arg) =>
                arg.Split('=', 2) switch
                {
                    ["--quick"] => settings with
                    {
                        Rounds = 3,
                        Messages = 4_000,
                        WarmUp = 20_000,
                        LatencySeconds = 4,
                        Workers = [1, 2],
                        Backlogs = [10_000, 100_000],
                        Wallets = [100, 10_000],
                    },
                    [var question] when Known.Contains(question) => settings with
                    {
                        Questions = [.. settings.Questions, question],
                    },
                    ["loads", var names] => settings with { Loads = names.Split(',') },
                    ["only", var names] => settings with { Only = names.Split(',') },
                    ["worker", var assembly] => settings with { Worker = assembly },
                    ["rounds", var number] => settings with { Rounds = Whole(number) },
                    ["messages", var number] => settings with { Messages = Whole(number) },
                    ["warm-up", var number] => settings with { WarmUp = Whole(number) },
                    ["rate", var number] => settings with { Rate = Whole(number) },
                    ["rate-seconds", var number] => settings with { RateSeconds = Whole(number) },
                    ["latency-seconds", var number] => settings with { LatencySeconds = Whole(number) },
                    ["workers", var numbers] => settings with { Workers = Wholes(numbers) },
                    ["backlogs", var numbers] => settings with { Backlogs = Wholes(numbers) },
                    ["wallets", var numbers] => settings with { Wallets = Wholes(numbers) },
                    ["try", var variants] => settings with { Variants = [.. variants.Split(';').Select(Variant)] },
                    _ => throw new ArgumentException(
                        $"'{arg}' is none of throughput, growth, cold, telemetry, aws, --quick, loads=, only=, "
                            + "worker=, rounds=, "
                            + "messages=, warm-up=, rate=, rate-seconds=, latency-seconds=, workers=, backlogs=, "
                            + "wallets= and try=.",
                        nameof(args)
                    ),
                }
        );

    /// <summary><c>A:1,B:2</c>; nothing is as it ships.</summary>
    private static Dictionary<string, string> Variant(string text) => text
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(one => one.Split(':', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    private static int Whole(string number) => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int[] Wholes(string numbers) => [.. numbers.Split(',').Select(Whole)];
}
