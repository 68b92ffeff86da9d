using System.Globalization;
using Spectre.Console;

namespace Wallet.Cli.Load;

/// <summary>The results of a load. Scripts read its JSON form.</summary>
internal sealed record LoadReport
{
    /// <summary>The seed that determines the wallets and requests.</summary>
    public required int Seed { get; init; }

    public required int Wallets { get; init; }

    public required string Mix { get; init; }

    /// <summary>The planned requests a second; null if each waited for a response.</summary>
    public required double? Rate { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required long Sent { get; init; }

    /// <summary>The number of requests with a response, refusals included.</summary>
    public required long Answered { get; init; }

    /// <summary>Responses a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>The latencies of all responses; those of each kind follow.</summary>
    public required LatencyFigures Latency { get; init; }

    public required IReadOnlyDictionary<string, LatencyFigures> LatencyByVerb { get; init; }

    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    public static LoadReport Create(LoadRun run, LoadPlan plan, LoadMix mix, int wallets, int seed) =>
        new()
        {
            Seed = seed,
            Wallets = wallets,
            Mix = mix.ToString(),
            Rate = plan.Rate,
            ElapsedSeconds = Math.Round(run.Elapsed.TotalSeconds, 3),
            Sent = run.Sent,
            Answered = run.All.Count,
            PerSecond = run.Elapsed > TimeSpan.Zero ? Math.Round(run.All.Count / run.Elapsed.TotalSeconds, 1) : 0,
            Latency = LatencyFigures.From(run.All),
            LatencyByVerb = run
                .ByVerb.OrderBy(one => one.Key)
                .ToDictionary(
                    one => one.Key.ToString().ToLowerInvariant(),
                    one => LatencyFigures.From(one.Value),
                    StringComparer.Ordinal
                ),
            Refusals = Sorted(run.Refusals),
            Errors = Sorted(run.Errors),
        };

    public void Print(IAnsiConsole screen)
    {
        screen.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Answered} of {Sent} answered in {ElapsedSeconds:0.0} s: {PerSecond:0} a "
                    + $"second{(Rate is { } rate ? $" (asked for {rate:0.##})" : "")}. Seed {Seed}."
            )
        );
        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in new[] { "ms", "count", "p50", "p90", "p99", "max", "mean" })
            table.AddColumn(title == "ms" ? new TableColumn(title) : new TableColumn(title).RightAligned());
        Row("all", Latency);
        foreach (var (verb, figures) in LatencyByVerb)
            Row(verb, figures);
        screen.Write(table);
        Lines("Refused", "yellow", Refusals);
        Lines("Failed", "red", Errors);

        void Row(string name, LatencyFigures figures) =>
            table.AddRow(
                name,
                figures.Count.ToString(CultureInfo.InvariantCulture),
                Ms(figures.P50Ms),
                Ms(figures.P90Ms),
                Ms(figures.P99Ms),
                Ms(figures.MaxMs),
                Ms(figures.MeanMs)
            );

        void Lines(string title, string colour, IReadOnlyDictionary<string, long> counts)
        {
            foreach (var (kind, count) in counts)
                screen.MarkupLine($"[{colour}]{title}[/] {count}: {kind.EscapeMarkup()}");
        }
    }

    private static SortedDictionary<string, long> Sorted(IReadOnlyDictionary<string, long> counts) =>
        new(counts.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static string Ms(double milliseconds) =>
        milliseconds.ToString(milliseconds < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
