using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WorkerBench.Contenders;

namespace WorkerBench.Questions;

/// <summary>Question 5: how long a new process takes to its first reply, and what its first messages cost.</summary>
internal static class ColdStartQuestion
{
    private const int FirstMessages = 5_000;
    private const int WalletCount = 1_000;
    private const string Replies = "bench_first_reply";

    public static async Task AskAsync(Stack stack, BenchSettings settings)
    {
        var ready = await ReadyToRun.PublishAsync();
        var plans = new List<(string Name, QueuePlan Plan)>
        {
            ("the worker, as built", Everybody.WorkerPlan(stack)),
            ("the worker, ReadyToRun", Everybody.WorkerPlan(stack, ready)),
            ("the worker, ReadyToRun, no TieredPGO", Everybody.WorkerPlan(stack, ready, ("DOTNET_TieredPGO", "0"))),
            ("the worker, as built, no TieredPGO", Everybody.WorkerPlan(stack, null, ("DOTNET_TieredPGO", "0"))),
            (Everybody.Naive, Everybody.NaivePlan(stack)),
            (Everybody.ByHand, Everybody.ByHandPlan(stack)),
            (Everybody.Node, Everybody.NodePlan(stack)),
        };
        plans.RemoveAll(one => !settings.Takes(one.Name));
        foreach (var (_, plan) in plans.DistinctBy(one => one.Plan.SetQueue))
        {
            await using var once = new QueueContender(stack, plan); // its queues and tables are there from then on
            await once.StartAsync();
        }

        var found = plans.ToDictionary(
            one => one.Name,
            _ => new List<(double FirstReplyMs, double FirstCpuMs, double CpuSeconds, double Seconds)>()
        );
        for (var round = 1; round <= settings.Rounds; round++)
        {
            Report.Doing($"cold start, round {round} of {settings.Rounds} ...");
            foreach (var (name, plan) in plans)
                found[name].Add(await StartAsync(stack, plan));
        }

        Report.Line(
            $"\n### cold start, set, with {FirstMessages} messages waiting\n\n| who | first reply, ms | CPU to the "
                + "first reply, ms | CPU of start and all messages, s | seconds until all are handled "
                + "|\n|---|---|---|---|---|"
        );
        foreach (var (name, starts) in found)
            Report.Line(
                $"| {name} | {Report.Median(starts.Select(one => one.FirstReplyMs)):0} | "
                    + $"{Report.Median(starts.Select(one => one.FirstCpuMs)):0} | "
                    + $"{Report.Median(starts.Select(one => one.CpuSeconds)):0.00} | "
                    + $"{Report.Median(starts.Select(one => one.Seconds)):0.0} |"
            );
    }

    private static async Task<(double FirstReplyMs, double FirstCpuMs, double CpuSeconds, double Seconds)> StartAsync(
        Stack stack,
        QueuePlan plan
    )
    {
        var maker = new MessageMaker(plan.TakesEnvelope, stack.BrokerPort);
        await using var channel = await stack.Broker.OpenChannelAsync();
        await Broker.DeclareReplyQueueAsync(channel, Replies);
        var replied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, _) =>
        {
            replied.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(Replies, autoAck: true, consumer);
        var (properties, body) = maker.Make(Verb.Set, 0, Guid.NewGuid(), Replies);
        await channel.BasicPublishAsync("", plan.SetQueue, mandatory: false, properties, body);
        await stack.Broker.FillAsync(plan.SetQueue, maker, Verb.Set, FirstMessages - 1, WalletCount);

        await stack.RefreshEngineAsync();
        var start = Stopwatch.GetTimestamp();
        await using var process = plan.Start();
        await replied.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var (first, firstCpu) = (Stopwatch.GetElapsedTime(start).TotalMilliseconds, process.CpuSeconds * 1000);
        await Waiting.UntilAsync(
            async () => await stack.Broker.CountAsync(plan.SetQueue) == 0,
            "the first messages",
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMilliseconds(10)
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Task.Delay(200);
        await stack.Broker.ThrowIfParkedAsync(plan.SetQueue);
        return (first, firstCpu, process.CpuSeconds, seconds);
    }
}
