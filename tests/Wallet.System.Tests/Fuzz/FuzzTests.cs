using System.Globalization;
using System.Text.Json;
using SystemTests.Cli;
using SystemTests.Parts;

namespace SystemTests.Fuzz;

/// <summary>
/// Whatever senders put on a message, it ends in one place, its sender is told the truth, and others are served.
/// </summary>
[Collection(nameof(TrafficTests))]
[Trait("Category", "Faults")]
[Trait("Broker", "Every")]
public sealed class FuzzTests(WatchedWorkers watched, ITestOutputHelper output) : IClassFixture<WatchedWorkers>
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ListMax = TimeSpan.FromMinutes(10);

    private static int Seed => Number("WALLET_STORM_SEED") ?? Environment.TickCount;

    /// <summary>What <c>WALLET_FUZZ_MESSAGES</c> says, or 20,000 in <c>./dev faults</c> and 2,000 elsewhere.</summary>
    private static int Count => Number("WALLET_FUZZ_MESSAGES")
        ?? (Environment.GetEnvironmentVariable("WALLET_FAULTS") == "all" ? 20_000 : 2_000);

    [Fact]
    public async Task Whatever_senders_put_on_a_message_it_ends_in_one_place_and_others_are_served()
    {
        var (seed, count) = (Seed, Count);
        await using var run = new FuzzRun(watched, seed, count);
        await run.RunAsync();

        var undecodable = run.Messages.Count(message => message.IsUndecodable());
        output.WriteLine(Report(run, seed, undecodable)); // eng/test.sh shows this line
        var words = $"seed {seed}";
        Named(run, (message, fate) => fate.Ends != 1 && !(fate.Ends == 0 && message.MayVanish))
            .ShouldBeEmpty($"each was to end in one way, {words}");
        Named(run, (_, fate) => fate.Told > 1).ShouldBeEmpty($"each sender was to be told once, {words}");
        Named(run, (_, fate) => fate.Lie is not null).ShouldBeEmpty($"what senders are told was to be so, {words}");
        run.Strange.Take(5).ShouldBeEmpty(words);
        run.Slowest.ShouldBeLessThan(AnswerMax, words);
        undecodable.ShouldBeGreaterThanOrEqualTo(count / 100);
        watched.HasExited.ShouldBeFalse(words);
        run.Messages.Zip(run.Fates).Count(one => one is { First.IsToNobody: true, Second.Ends: 0 })
            .ShouldBeLessThanOrEqualTo(watched.Outputs.Sum(NotSent), $"each lost answer was to be logged, {words}");
        foreach (var printed in watched.Outputs)
            Losses(printed).ShouldBeLessThanOrEqualTo(1, words);
        await ShouldListAllAsync(run);
    }

    private static List<string> Named(FuzzRun run, Func<FuzzMessage, Fate, bool> isWrong) =>
        [.. run.Messages.Zip(run.Fates).Where(one => isWrong(one.First, one.Second)).Select(one => $"{one}").Take(5)];

    private static int NotSent(string printed) => printed.Split("An answer could not be sent to ").Length - 1;

    /// <summary>How often a worker lost the broker after it had been ready.</summary>
    private static int Losses(string printed) => printed[printed.IndexOf("Ready.", StringComparison.Ordinal)..]
        .Split("Not ready. masstransit-bus").Length - 1;

    private static string Report(FuzzRun run, int seed, int undecodable)
    {
        int Of(Func<Fate, bool> isSo) => run.Fates.Count(isSo);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"fuzz of messages: seed {seed}, messages {run.Messages.Length}, answered {Of(fate => fate.IsAnswered)}, "
            + $"parked {Of(fate => fate.LiesIn("_error"))}, skipped {Of(fate => fate.LiesIn("_skipped"))}, "
            + $"dead {Of(fate => fate.LiesIn("_dead"))}, refused by the broker {Of(fate => fate.Refusal is not null)}, "
            + $"vanished {Of(fate => !fate.HasEnded)}, "
            + $"told of a failure {Of(fate => fate is { Told: > 0, IsAnswered: false })}, "
            + $"undecodable {undecodable}, good {run.Good}, slowest good answer {run.Slowest.TotalSeconds:0.0} s");
    }

    /// <summary>The command line, as its own user, sees each of them.</summary>
    private async Task ShouldListAllAsync(FuzzRun run)
    {
        await run.ReleaseAsync();
        await using var list = CliProcess.Start(watched.BrokerPort, "errors", "list", "--limit", "10000", "--json");
        (await list.WaitForExitAsync(ListMax)).ShouldBe(0, list.Output);
        using var listed = JsonDocument.Parse(list.Output);
        var counts = listed.RootElement.GetProperty("queues").EnumerateArray().ToDictionary(
            queue => queue.GetProperty("queue").GetString()!,
            queue => queue.GetProperty("messages").GetArrayLength(),
            StringComparer.Ordinal);
        counts.ShouldBe(run.Parked(), ignoreOrder: true);
        listed.RootElement.GetProperty("notLookedAt").GetInt64().ShouldBe(0);
        listed.RootElement.GetProperty("refused").GetArrayLength().ShouldBe(0);
    }

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;
}
