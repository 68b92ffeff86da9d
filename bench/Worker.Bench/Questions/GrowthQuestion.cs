using System.Diagnostics;
using WorkerBench.Contenders;

namespace WorkerBench.Questions;

/// <summary>
/// Question 4: whether more workers, a longer queue or more wallets change what a message costs, or how much memory a
/// worker takes.
/// </summary>
internal static class GrowthQuestion
{
    private const int WalletCount = 10_000;

    /// <summary>Of a long queue only so many are waited for.</summary>
    private const int DrainedMessages = 30_000;
    private const int FillMessages = 100_000;

    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);
    private static readonly Load Set = Load.Named("set");

    public static async Task AskAsync(Stack stack, BenchSettings settings)
    {
        await WorkersAsync(stack, settings);

        await using var worker = new QueueContender(stack, Everybody.WorkerPlan(stack, settings.Worker));
        await worker.StartAsync();
        Report.Doing($"growth: warming up ...");
        await worker.RunAsync(Set, settings.WarmUp, WalletCount);
        await BacklogAsync(stack, worker, settings);
        await WalletsAsync(stack, worker, settings);
    }

    private static async Task WorkersAsync(Stack stack, BenchSettings settings)
    {
        var plan = Everybody.WorkerPlan(stack, settings.Worker);
        var maker = new MessageMaker(plan.TakesEnvelope, stack.BrokerPort);
        var workers = new List<MeasuredProcess>();
        try
        {
            Report.Line(
                "\n### workers on one queue, set\n\n"
                    + "| workers | messages/s | messages in a CPU-second of theirs | memory of each, MB |\n"
                    + "|---|---|---|---|"
            );
            foreach (var count in settings.Workers)
            {
                Report.Doing($"growth: {count} workers ...");
                while (workers.Count < count)
                    workers.Add(plan.Start());
                await RoundAsync(stack, plan, maker, workers, settings.WarmUp * count);
                var rounds = new List<(double PerSecond, double PerCpuSecond)>();
                for (var round = 0; round < settings.Rounds; round++)
                    rounds.Add(await RoundAsync(stack, plan, maker, workers, settings.Messages));
                Report.Line(
                    $"| {count} | {Report.Median(rounds.Select(one => one.PerSecond)):0} | "
                        + $"{Report.Median(rounds.Select(one => one.PerCpuSecond)):0} | "
                        + $"{workers.Average(one => one.ResidentMegabytes):0} |"
                );
            }
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    private static async Task<(double PerSecond, double PerCpuSecond)> RoundAsync(
        Stack stack, QueuePlan plan, MessageMaker maker, List<MeasuredProcess> workers, int messages)
    {
        await Waiting.UntilAsync(
            () => stack.Broker.HasConsumersAsync(plan.SetQueue, workers.Count),
            "the workers to consume",
            TimeSpan.FromSeconds(60)
        );
        var (cpu, seconds) = (0.0, 0.0);
        for (var done = 0; done < messages; done += QueueContender.ChunkMessages)
        {
            workers.ForEach(worker => worker.Pause());
            await Task.Delay(Settling);
            await stack.RefreshEngineAsync();
            await stack.Broker.FillAsync(
                plan.SetQueue,
                maker,
                Verb.Set,
                Math.Min(QueueContender.ChunkMessages, messages - done),
                WalletCount
            );
            var (cpuBefore, start) = (workers.Sum(worker => worker.CpuSeconds), Stopwatch.GetTimestamp());
            workers.ForEach(worker => worker.Resume());
            await Waiting.UntilAsync(
                async () => await stack.Broker.CountAsync(plan.SetQueue) == 0,
                "an empty queue",
                TimeSpan.FromMinutes(10),
                TimeSpan.FromMilliseconds(10)
            );
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            await Task.Delay(Settling);
            cpu += workers.Sum(worker => worker.CpuSeconds) - cpuBefore;
        }

        await stack.Broker.ThrowIfParkedAsync(plan.SetQueue);
        return (messages / seconds, messages / cpu);
    }

    private static async Task BacklogAsync(Stack stack, QueueContender worker, BenchSettings settings)
    {
        Report.Line(
            "\n### messages that wait, set\n\n"
                + "| backlog | messages/s | messages in a CPU-second | most memory, MB | to the first |\n"
                + "|---|---|---|---|---|"
        );
        var first = double.NaN;
        foreach (var backlog in settings.Backlogs)
        {
            Report.Doing($"growth: a backlog of {backlog} ...");
            var (perSecond, perCpuSecond, megabytes) = await DrainAsync(stack, worker, backlog);
            first = double.IsNaN(first) ? megabytes : first;
            Report.Line($"| {backlog} | {perSecond:0} | {perCpuSecond:0} | {megabytes:0} | {megabytes / first:0.00} |");
        }
    }

    /// <summary>A short backlog is filled again, so that all are looked at for as many messages.</summary>
    private static async Task<(double PerSecond, double PerCpuSecond, double Megabytes)> DrainAsync(
        Stack stack,
        QueueContender worker,
        int backlog
    )
    {
        var (handled, cpu, seconds, megabytes) = (0L, 0.0, 0.0, 0.0);
        while (handled < DrainedMessages)
        {
            await worker.PauseForAsync(() => FillAsync(stack, worker, backlog));
            var (before, cpuBefore, start) = (
                await stack.Broker.CountAsync(worker.Plan.SetQueue),
                worker.Process.CpuSeconds,
                Stopwatch.GetTimestamp()
            );
            var left = before;
            while (left > 0 && before - left < QueueContender.ChunkMessages)
            {
                await Task.Delay(10);
                left = await stack.Broker.CountAsync(worker.Plan.SetQueue);
                megabytes = Math.Max(megabytes, worker.Process.ResidentMegabytes);
            }

            (handled, cpu, seconds) = (
                handled + before - left,
                cpu + worker.Process.CpuSeconds - cpuBefore,
                seconds + Stopwatch.GetElapsedTime(start).TotalSeconds
            );
        }

        await stack.Broker.PurgeAsync(worker.Plan.SetQueue);
        return (handled / seconds, handled / cpu, megabytes);
    }

    /// <summary>The worker stands still meanwhile, but now and then it has to show the broker that it lives.</summary>
    private static async Task FillAsync(Stack stack, QueueContender worker, int backlog)
    {
        for (
            var missing = backlog - await stack.Broker.CountAsync(worker.Plan.SetQueue);
            missing > 0;
            missing -= FillMessages
        )
        {
            await stack.Broker.FillAsync(
                worker.Plan.SetQueue,
                worker.Maker,
                Verb.Set,
                (int)Math.Min(missing, FillMessages),
                WalletCount
            );
            worker.Process.Resume();
            await Task.Delay(Settling);
            worker.Process.Pause();
        }
    }

    private static async Task WalletsAsync(Stack stack, QueueContender worker, BenchSettings settings)
    {
        Report.Line(
            "\n### wallets, set\n\n"
                + "| wallets | messages/s | CPU µs/message | bytes/message | memory, MB |\n"
                + "|---|---|---|---|---|"
        );
        var stored = 0;
        foreach (var wallets in settings.Wallets.Order())
        {
            Report.Doing($"growth: {wallets} wallets ...");
            await Wallets.StoreAsync(stack.DynamoDb, "user_wallet", stored, wallets);
            stored = wallets;
            var rounds = new List<Cost>();
            for (var round = 0; round < settings.Rounds; round++)
                rounds.Add(await worker.RunAsync(Set, settings.Messages, wallets));
            var cost = Cost.MedianOf(rounds);
            Report.Line(
                $"| {wallets} | {cost.PerSecond:0} | {cost.CpuMicroseconds:0} | {cost.Bytes:0} | "
                    + $"{cost.ResidentMegabytes:0} |"
            );
        }
    }
}
