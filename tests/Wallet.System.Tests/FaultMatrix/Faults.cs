using System.Diagnostics;
using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>Something that goes wrong, and is over when its <see cref="Strike"/> returns.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Strike">Does it, and undoes it; gives how often it was done.</param>
internal sealed record Fault(string Name, Func<FaultMoment, Task<int>> Strike)
{
    /// <summary>Which row of the table it is, from 1.</summary>
    public int Number => Faults.All.TakeWhile(other => other != this).Count() + 1;

    /// <summary>Whether everybody runs it, and not only <c>./dev faults</c>.</summary>
    public bool IsShort { get; init; }

    /// <summary>Whether it may be one of a mix.</summary>
    public bool IsForMix { get; init; } = true;

    /// <summary>How many nodes the broker must have.</summary>
    public int Brokers { get; init; } = 1;

    /// <summary>
    /// Whether it takes messages away that wait for a worker, so that their senders have to send them again.
    /// </summary>
    public bool TakesMessages { get; init; }
}

/// <summary>What a fault can lay hands on.</summary>
internal sealed record FaultMoment(FaultStack Stack, MatrixClients Clients, Mischief Mischief, Random Random)
{
    /// <summary>How long it took until all was well again; the longest, where there were several faults.</summary>
    public TimeSpan Recovery { get; private set; }

    /// <summary>
    /// Waits until every client has been answered again and every worker is ready, after a fault that is over now.
    /// </summary>
    public async Task RecoverAsync()
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Clients.AllAnsweredAgainAsync(), Stack.AllReadyAsync());
        Recovery = watch.Elapsed > Recovery ? watch.Elapsed : Recovery;
    }
}

/// <summary>Every fault of the matrix.</summary>
internal static class Faults
{
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan While = TimeSpan.FromSeconds(6);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("worker killed (SIGKILL)", WorkerFaults.KillAsync),
        new("worker stopped (SIGTERM)", WorkerFaults.StopBothAsync),
        new("worker paused for longer than the broker waits (SIGSTOP, SIGCONT)", WorkerFaults.PauseAsync),
        new("rolling restart of three workers", WorkerFaults.RollAsync),
        new("broker stopped and started", moment => BrokerFaults.RestartAsync(moment, node => node.StopAsync())),
        new(
            "broker killed (SIGKILL) and started",
            moment => BrokerFaults.RestartAsync(moment, node => node.KillAsync())
        )
        {
            IsShort = true,
        },
        new(
            "memory alarm of the broker",
            moment =>
                BrokerFaults.AlarmAsync(
                    moment,
                    ["set_vm_memory_high_watermark", "0.00001"],
                    ["set_vm_memory_high_watermark", "0.4"]
                )
        ),
        new(
            "disk alarm of the broker",
            moment =>
                BrokerFaults.AlarmAsync(moment, ["set_disk_free_limit", "900000GB"], ["set_disk_free_limit", "50MB"])
        ),
        new(
            "connections closed by the broker",
            moment => BrokerFaults.ThreeTimesAsync(moment, ["close_all_connections", "a test"])
        ),
        new(
            "channels killed in the broker",
            moment => BrokerFaults.ThreeTimesAsync(moment, ["eval", "[exit(C, kill) || C <- rabbit_channel:list()]."])
        ),
        new("consumers time out while the engine hangs", BrokerFaults.TimeConsumersOutAsync),
        new("queues deleted under the workers", BrokerFaults.DeleteQueuesAsync)
        {
            TakesMessages = true,
            IsForMix = false,
        },
        new("engine paused (SIGSTOP, SIGCONT)", EngineFaults.PauseAsync),
        new("engine killed (SIGKILL), started on its file", EngineFaults.KillAsync),
        new("500s from DynamoDB", moment => EngineFaults.MisbehaveAsync(moment, ProxyFault.ServerError, 60)),
        new("throttling by DynamoDB", moment => EngineFaults.MisbehaveAsync(moment, ProxyFault.Throttle, 60)),
        new(
            "TransactionConflict",
            moment => EngineFaults.MisbehaveAsync(moment, ProxyFault.Conflict, 60, "TransactWriteItems")
        ),
        new(
            "answers lost after the write",
            moment => EngineFaults.MisbehaveAsync(moment, ProxyFault.LoseAnswer, 40, "TransactWriteItems")
        ),
        new(
            "latency of 5 s, above the time-out of an attempt",
            moment => EngineFaults.MisbehaveAsync(moment, ProxyFault.Delay, 50)
        ),
        new("tables deleted and restored", EngineFaults.LoseTablesAsync) { IsForMix = false },
        new(
            "deliveries duplicated, reordered, delayed",
            moment => MischiefAsync(moment, mischief => mischief.CopiesPercent = 30)
        ),
        new(
            "poison, malformed, huge and unknown messages, 5 %",
            moment => MischiefAsync(moment, mischief => mischief.BadPercent = 5)
        )
        {
            IsShort = true,
        },
        new("clock of the workers 20 minutes ahead, then behind", WorkerFaults.MoveClockAsync) { IsForMix = false },
        new("credentials that expire", EngineFaults.ExpireCredentialsAsync) { IsForMix = false },
        new("disk full for the workers' logs", WorkerFaults.FillLogsAsync) { IsForMix = false },
        new("all of them, eight at random", MixAsync) { IsForMix = false },
        new("cluster: the queues' leader killed and back", BrokerFaults.KillLeaderAsync)
        {
            Brokers = 3,
            IsForMix = false,
        },
        new("cluster: two of three nodes killed and back", BrokerFaults.KillTwoNodesAsync)
        {
            Brokers = 3,
            IsForMix = false,
        },
        new("cluster: one node cut off from the others", BrokerFaults.CutOffAsync) { Brokers = 3, IsForMix = false },
    ];

    public static async Task<int> MischiefAsync(FaultMoment moment, Action<Mischief> begin)
    {
        var before = moment.Mischief.Injected;
        begin(moment.Mischief);
        await Task.Delay(While);
        (moment.Mischief.CopiesPercent, moment.Mischief.BadPercent) = (0, 0);
        return moment.Mischief.Injected - before;
    }

    private static async Task<int> MixAsync(FaultMoment moment)
    {
        var choice = All.Where(fault => fault.IsForMix).ToList();
        var injected = 0;
        for (var time = 0; time < 8; time++)
        {
            // As a cross, so that faults of the broker, the engine and the messages meet.
            if (moment.Random.Next(2) == 0)
                moment.Mischief.CopiesPercent = 20;
            if (moment.Random.Next(2) == 0)
                moment.Mischief.BadPercent = 5;
            injected += await choice[moment.Random.Next(choice.Count)].Strike(moment);
            (moment.Mischief.CopiesPercent, moment.Mischief.BadPercent) = (0, 0);
        }

        return injected;
    }
}
