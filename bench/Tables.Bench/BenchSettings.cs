using System.Globalization;

namespace Tables.Bench;

/// <summary>What of it is measured, and how long. Given as <c>name=value</c>.</summary>
internal sealed record BenchSettings
{
    public IReadOnlyList<string> Operations { get; private init; } = ["get", "update", "transact"];

    public IReadOnlyList<int> InFlight { get; private init; } = [1, 16, 64];

    public int Rounds { get; private init; } = 5;

    public TimeSpan RoundTime { get; private init; } = TimeSpan.FromSeconds(1);

    /// <summary>Parts of the names of those who take part; none takes all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    public bool Takes(string name) =>
        Only.Count == 0 || Only.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    public static BenchSettings From(IEnumerable<string> args) =>
        args.Select(arg => arg.Split('=', 2))
            .Aggregate(
                new BenchSettings(),
                (settings, pair) =>
                    pair switch
                    {
                        ["operations", var names] => settings with { Operations = names.Split(',') },
                        ["in-flight", var numbers] => settings with
                        {
                            InFlight =
                            [
                                .. numbers.Split(',').Select(one => int.Parse(one, CultureInfo.InvariantCulture)),
                            ],
                        },
                        ["rounds", var number] => settings with
                        {
                            Rounds = int.Parse(number, CultureInfo.InvariantCulture),
                        },
                        ["seconds", var number] => settings with
                        {
                            RoundTime = TimeSpan.FromSeconds(double.Parse(number, CultureInfo.InvariantCulture)),
                        },
                        ["only", var names] => settings with { Only = names.Split(',') },
                        _ => throw new ArgumentException(
                            $"'{string.Join('=', pair)}' is none of operations=, in-flight=, rounds=, seconds= and "
                                + "only=.",
                            nameof(args)
                        ),
                    }
            );
}
