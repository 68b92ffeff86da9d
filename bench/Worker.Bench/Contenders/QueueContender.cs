using System.Diagnostics;

namespace WorkerBench.Contenders;

/// <summary>How a contender that takes messages from a queue is started, and what it is sent.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="SetQueue">Where it takes messages that set a balance.</param>
/// <param name="GetQueue">Where it takes messages that ask for one.</param>
/// <param name="TakesEnvelope">Whether its senders write MassTransit's envelope.</param>
/// <param name="Start">Starts its process.</param>
internal sealed record QueuePlan(
    string Name,
    string SetQueue,
    string GetQueue,
    bool TakesEnvelope,
    Func<MeasuredProcess> Start
)
{
    public string QueueOf(Verb verb) => verb == Verb.Set ? SetQueue : GetQueue;
}

/// <summary>A process that takes messages from queues.</summary>
internal sealed class QueueContender(Stack stack, QueuePlan plan) : Contender(plan.Name)
{
    /// <summary>So many transactions does the engine carry out between two starts.</summary>
    public const int ChunkMessages = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    private MeasuredProcess? _process;

    public QueuePlan Plan => plan;

    public MessageMaker Maker { get; } = new(plan.TakesEnvelope, stack.BrokerPort);

    public MeasuredProcess Process => _process!;

    public override async Task StartAsync()
    {
        _process = plan.Start();
        foreach (var queue in new[] { plan.SetQueue, plan.GetQueue })
        {
            await Waiting.UntilAsync(
                () =>
                {
                    _process.ThrowIfEnded();
                    return stack.Broker.HasConsumersAsync(queue);
                },
                $"{Name} to consume {queue}",
                TimeSpan.FromSeconds(60));
        }
    }

    public override async Task<Cost> RunAsync(Load load, int messages, int wallets)
    {
        var (cpu, bytes, seconds) = (0.0, 0.0, 0.0);
        for (var done = 0; done < messages; done += ChunkMessages)
        {
            var chunk = Math.Min(ChunkMessages, messages - done);
            await PauseForAsync(() => FillAsync(load, chunk, wallets));
            var (cpuBefore, bytesBefore, start) = (
                Process.CpuSeconds,
                Process.AllocatedBytes,
                Stopwatch.GetTimestamp()
            );
            foreach (var verb in load.Verbs)
                await DrainedAsync(verb);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            await Task.Delay(Settling); // what it had taken ahead is acknowledged by then
            (cpu, bytes) = (cpu + Process.CpuSeconds - cpuBefore, bytes + Process.AllocatedBytes - bytesBefore);
        }

        return new Cost(cpu * 1e6 / messages, messages / seconds, bytes / messages, Process.ResidentMegabytes);
    }

    public override async Task<Cost> RunSteadilyAsync(Load load, double perSecond, TimeSpan duration, int wallets)
    {
        await PauseForAsync(() => Task.CompletedTask);
        await Task.Delay(Settling);
        var (cpu, bytes, start, messages) = (Process.CpuSeconds, Process.AllocatedBytes, Stopwatch.GetTimestamp(), 0);
        await SteadyRate.RunAsync(perSecond, duration, async (number, _) =>
        {
            messages++;
            var verb = load.Verbs[number % load.Verbs.Count];
            await stack.Broker.PublishAsync(plan.QueueOf(verb), Maker, verb, number / load.Verbs.Count % wallets);
        });
        foreach (var verb in load.Verbs)
            await DrainedAsync(verb);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Task.Delay(Settling);
        return new Cost(
            (Process.CpuSeconds - cpu) * 1e6 / messages,
            messages / seconds,
            (Process.AllocatedBytes - bytes) / messages,
            Process.ResidentMegabytes
        );
    }

    /// <summary>Does something while the process stands still, and makes the engine as good as new.</summary>
    public async Task PauseForAsync(Func<Task> act)
    {
        Process.Pause();
        await Task.Delay(Settling); // the engine answers what it was asked
        await stack.RefreshEngineAsync();
        await act();
        Process.Resume();
    }

    private async Task FillAsync(Load load, int messages, int wallets)
    {
        foreach (var verb in load.Verbs)
            await stack.Broker.FillAsync(plan.QueueOf(verb), Maker, verb, messages / load.Verbs.Count, wallets);
    }

    public override async Task<double[]> RespondAsync(Verb verb, double perSecond, TimeSpan duration, int wallets)
    {
        await PauseForAsync(() => Task.CompletedTask);
        return await RequestStream.RunAsync(
            stack.Broker,
            Maker,
            plan.QueueOf(verb),
            verb,
            perSecond,
            duration,
            wallets
        );
    }

    public override ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task DrainedAsync(Verb verb)
    {
        await Waiting.UntilAsync(
            async () =>
            {
                Process.ThrowIfEnded();
                return await stack.Broker.CountAsync(plan.QueueOf(verb)) == 0;
            },
            $"{Name} to empty its queue",
            Patience,
            TimeSpan.FromMilliseconds(10));
        await stack.Broker.ThrowIfParkedAsync(plan.QueueOf(verb));
    }
}
