using WorkerBench.Contenders;

namespace WorkerBench.Questions;

/// <summary>
/// Question 7: what a worker carries where calls take as long as in AWS, capacity ends, and transactions meet.
/// </summary>
internal static class AwsQuestion
{
    private const int InFlight = 64;

    /// <summary>One hot wallet, a few, and many.</summary>
    private static readonly int[] WalletCounts = [1, 6, 300];

    public static async Task AskAsync(Stack stack, BenchSettings settings)
    {
        await using var front = await Front.StartAsync(stack);
        (string Key, string Value)[] behind = [("DynamoDb__ServiceUrl", front.Endpoint.ToString())];
        Report.Line($"\n### behind the front, {InFlight} callers\n");
        Report.Line(
            $"| the worker's settings | load | wallets | responses/s | p50 ms | p99 ms | transactions refused |");
        Report.Line($"|---|---|---|---|---|---|---|");
        foreach (var variant in settings.Variants)
        {
            var plan = Everybody.WorkerPlan(
                stack,
                settings.Worker,
                [.. behind, .. variant.Select(one => (one.Key, one.Value))]);
            await using var worker = new QueueContender(stack, plan);
            await worker.StartAsync();
            var name = variant.Count == 0
                ? "as they ship"
                : string.Join(", ", variant.Select(one => $"{one.Key}={one.Value}"));
            await RequestLoop.RunAsync(
                stack.Broker,
                worker.Maker,
                plan.SetQueue,
                Verb.Set,
                InFlight,
                TimeSpan.FromSeconds(5),
                300);
            foreach (var load in settings.Loads.Select(Load.Named).Where(load => load.Verbs.Count == 1))
            {
                foreach (var wallets in WalletCounts)
                    await MeasureAsync(stack, settings, front, worker, load, wallets, name);
            }

            await stack.Broker.ThrowIfParkedAsync(plan.SetQueue);
        }
    }

    private static async Task MeasureAsync(
        Stack stack, BenchSettings settings, Front front, QueueContender worker, Load load, int wallets, string name)
    {
        // the engine gets slower with every transaction that it has seen
        await worker.PauseForAsync(() => Task.CompletedTask);
        var before = await front.TransactionsAsync();
        var (times, perSecond) = await RequestLoop.RunAsync(
            stack.Broker,
            worker.Maker,
            worker.Plan.QueueOf(load.Verbs[0]),
            load.Verbs[0],
            InFlight,
            TimeSpan.FromSeconds(settings.LatencySeconds),
            wallets);
        var after = await front.TransactionsAsync();
        var refused = 100.0 * (after.Refused - before.Refused) / Math.Max(1, after.Sent - before.Sent);
        var (p50, p99) = (times[times.Length / 2], times[times.Length * 99 / 100]);
        Report.Line(
            $"| {name} | {load.Name} | {wallets} | {perSecond:0} | {p50:0} | {p99:0} | {refused:0} % |");
    }
}
