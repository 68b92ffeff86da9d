using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Wallet.Cli.Load;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary><c>load</c>: measures how fast the workers respond.</summary>
internal static class LoadCommand
{
    private const int InFlightClosed = 16;
    private const int InFlightOpen = 1000;

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RedrawPause = TimeSpan.FromMilliseconds(200);

    private static readonly Option<double?> Rate = CommandOptions.Checked(
        new Option<double?>("--rate")
        {
            Description =
                "Requests a second. Latencies then count from when a request was due. Without it, each waits for an "
                    + "answer.",
            HelpName = "number",
        },
        rate => rate is > 0 and <= 100_000,
        "takes a number above 0, up to 100000");

    private static readonly Option<long?> Count = CommandOptions.Checked(
        new Option<long?>("--count") { Description = "How many requests.", HelpName = "number" },
        count => count > 0,
        "takes a number above 0"
    );

    private static readonly Option<TimeSpan?> Duration = CommandOptions.Duration("--duration",
        "How long: 30s, 5m, 1h. 10s where there is no --count either.");

    private static readonly Option<LoadMix> Mix = new("--mix")
    {
        Description = "Which requests, by weight, of set, get, adjust and transfer.",
        HelpName = "verb=weight,...",
        DefaultValueFactory = _ => LoadMix.TryParse(LoadMix.Default)!,
        CustomParser = result =>
        {
            var parsed = LoadMix.TryParse(result.Tokens[0].Value);
            if (parsed is null)
                result.AddError($"--mix is {result.Tokens[0].Value}, but takes {LoadMix.Expected}.");
            return parsed;
        },
    };

    private static readonly Option<int> Wallets = CommandOptions.Checked(
        new Option<int>("--wallets")
        {
            Description = "How many wallets, 2 to 100000.",
            HelpName = "number",
            DefaultValueFactory = _ => 100,
        },
        count => count is >= 2 and <= 100_000,
        "takes a number from 2 to 100000");

    private static readonly Option<int?> InFlight = CommandOptions.Checked(
        new Option<int?>("--in-flight")
        {
            Description =
                $"How many requests may be unanswered at once. {InFlightClosed}, or with --rate {InFlightOpen}.",
            HelpName = "number",
        },
        count => count is >= 1 and <= 100_000,
        "takes a number from 1 to 100000");

    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "Names the wallets and draws the requests, so that a run can be had again. Random by default.",
        HelpName = "number",
    };

    public static Command Load()
    {
        var load = new Command(
            "load",
            "Sends many requests and says how long the answers take. Writes wallets of its own: not for production "
                + "tables."
        )
        {
            Rate,
            Count,
            Duration,
            Mix,
            Wallets,
            InFlight,
            Seed,
        };
        load.Run(RunAsync);
        return load;
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancelled)
    {
        var count = session.Get(Count);
        var plan = new LoadPlan(
            session.Get(Rate),
            count,
            session.Get(Duration) ?? (count is null ? DefaultDuration : null),
            session.Get(InFlight) ?? (session.Get(Rate) is null ? InFlightClosed : InFlightOpen)
        );
        var (mix, wallets, seed) = (session.Get(Mix)!, session.Get(Wallets), session.Get(Seed) ?? Random.Shared.Next());
        await using var bus = await session.BusAsync(cancelled);
        var sender = new LoadSender(bus, mix, wallets, seed);
        await sender.PrepareAsync(cancelled);

        var run = new LoadRun(plan, sender.Next);
        if (session.Output.IsJson || !Printer.IsTerminal)
            await run.RunAsync(cancelled);
        else
            await ShowAsync(session.Output.Screen, run, cancelled);

        var report = LoadReport.Create(run, plan, mix, wallets, seed);
        session.Output.Result(report, report.Print);
        return cancelled.IsCancellationRequested ? ExitCodes.Interrupted
            : report.Errors.Count > 0 ? ExitCodes.NoAnswer
            : ExitCodes.Done;
    }

    private static Task ShowAsync(IAnsiConsole screen, LoadRun run, CancellationToken cancelled) =>
        screen
            .Progress()
            .AutoClear(enabled: true)
            .Columns(
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new TaskDescriptionColumn()
            )
            .StartAsync(async progress =>
            {
                var task = progress.AddTask("sending", maxValue: 1);
                var running = run.RunAsync(cancelled);
                while (!running.IsCompleted)
                {
                    task.Value = run.Progress;
                    task.Description = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{run.Sent} sent, p50 {run.All.Percentile(50).TotalMilliseconds:0.0} ms, p99 "
                            + $"{run.All.Percentile(99).TotalMilliseconds:0.0} ms, {run.Errors.Values.Sum()} failed"
                    );
                    await Task.WhenAny(running, Task.Delay(RedrawPause, CancellationToken.None));
                }

            await running;
        });
}
