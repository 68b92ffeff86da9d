using System.Diagnostics;

namespace WorkerBench.Contenders;

/// <summary>How a contender that takes messages from a queue is started, and what it is sent.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="SetQueue">Where it takes messages that set a balance.</param>
/// <param name="GetQueue">Where it takes messages that ask for one.</param>
/// <param name="TakesEnvelope">Whether its senders write MassTransit's envelope.</param>
/// <param name="Start">Starts its process.</param>
internal sealed record QueuePlan(string Name, string SetQueue, string GetQueue, bool TakesEnvelope, Func<MeasuredProcess> Start)
{
    public string QueueOf(Verb verb) => verb == Verb.Set ? SetQueue : GetQueue;
}

/// <summary>A process that takes messages from queues.</summary>
internal sealed class QueueContender(Stack stack, QueuePlan plan) : Contender(plan.Name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    private readonly MessageMaker _maker = new(plan.TakesEnvelope, stack.BrokerPort);
    private MeasuredProcess? _process;

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
                    return stack.Broker.HasConsumerAsync(queue);
                },
                $"{Name} to consume {queue}",
                TimeSpan.FromSeconds(60));
        }
    }

    public override async Task<Cost> RunAsync(Load load, int messages, int wallets)
    {
        Process.Pause();
        foreach (var verb in load.Verbs)
            await stack.Broker.FillAsync(plan.QueueOf(verb), _maker, verb, messages / load.Verbs.Count, wallets);

        var (cpu, bytes, start) = (Process.CpuSeconds, Process.AllocatedBytes, Stopwatch.GetTimestamp());
        Process.Resume();
        foreach (var verb in load.Verbs)
            await DrainedAsync(verb);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        await Task.Delay(Settling); // what it had taken ahead is acknowledged by then
        return new Cost((Process.CpuSeconds - cpu) * 1e6 / messages, messages / seconds, (Process.AllocatedBytes - bytes) / messages, Process.ResidentMegabytes);
    }

    public override Task<double[]> RespondAsync(Verb verb, double perSecond, TimeSpan duration, int wallets) =>
        RequestStream.RunAsync(stack.Broker, _maker, plan.QueueOf(verb), verb, perSecond, duration, wallets);

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
