using System.Globalization;
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

    /// <summary>Whether it takes messages away that wait for a worker, so that their senders have to send them again.</summary>
    public bool TakesMessages { get; init; }
}

/// <summary>What a fault can lay hands on.</summary>
internal sealed record FaultMoment(FaultStack Stack, MatrixClients Clients, Mischief Mischief, Random Random);

/// <summary>Every fault of the matrix.</summary>
internal static class Faults
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan While = TimeSpan.FromSeconds(6);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("worker killed (SIGKILL)", KillWorkersAsync) { IsShort = true },
        new("worker stopped (SIGTERM)", StopWorkersAsync),
        new("worker paused for longer than the broker waits (SIGSTOP, SIGCONT)", PauseWorkerAsync),
        new("rolling restart of three workers", RollAsync),
        new("broker stopped and started", moment => RestartBrokerAsync(moment, node => node.StopAsync())),
        new("broker killed (SIGKILL) and started", moment => RestartBrokerAsync(moment, node => node.KillAsync())) { IsShort = true },
        new("memory alarm of the broker", moment => AlarmAsync(moment, ["set_vm_memory_high_watermark", "0.00001"], ["set_vm_memory_high_watermark", "0.4"])),
        new("disk alarm of the broker", moment => AlarmAsync(moment, ["set_disk_free_limit", "900000GB"], ["set_disk_free_limit", "50MB"])),
        new("connections closed by the broker", moment => ThreeTimesAsync(moment, ["close_all_connections", "a test"])),
        new("channels killed in the broker", moment => ThreeTimesAsync(moment, ["eval", "[exit(C, kill) || C <- rabbit_channel:list()]."])),
        new("consumers time out while the engine hangs", TimeConsumersOutAsync),
        new("queues deleted under the workers", DeleteQueuesAsync) { TakesMessages = true, IsForMix = false },
        new("engine paused (SIGSTOP, SIGCONT)", PauseEngineAsync),
        new("engine killed (SIGKILL), started on its file", KillEngineAsync) { IsShort = true },
        new("500s from DynamoDB", moment => MisbehaveAsync(moment, ProxyFault.ServerError, 60)),
        new("throttling by DynamoDB", moment => MisbehaveAsync(moment, ProxyFault.Throttle, 60)),
        new("TransactionConflict", moment => MisbehaveAsync(moment, ProxyFault.Conflict, 60, "TransactWriteItems")),
        new("answers lost after the write", moment => MisbehaveAsync(moment, ProxyFault.LoseAnswer, 40, "TransactWriteItems")) { IsShort = true },
        new("latency of 5 s, above the time-out of an attempt", moment => MisbehaveAsync(moment, ProxyFault.Delay, 50)),
        new("tables deleted and restored", LoseTablesAsync) { IsForMix = false },
        new("deliveries duplicated, reordered, delayed", moment => MischiefAsync(moment, mischief => mischief.CopiesPercent = 30)),
        new("poison, malformed, huge and unknown messages, 5 %", moment => MischiefAsync(moment, mischief => mischief.BadPercent = 5)) { IsShort = true },
        new("clock of the workers 20 minutes ahead, then behind", MoveClockAsync) { IsForMix = false },
        new("credentials that expire", ExpireCredentialsAsync) { IsForMix = false },
        new("disk full for the workers' logs", FillLogsAsync) { IsForMix = false },
        new("all of them, eight at random", MixAsync) { IsForMix = false },
        new("cluster: the queues' leader killed and back", KillLeaderAsync) { Brokers = 3, IsForMix = false },
        new("cluster: two of three nodes killed and back", KillTwoNodesAsync) { Brokers = 3, IsForMix = false },
        new("cluster: one node cut off from the others", CutOffAsync) { Brokers = 3, IsForMix = false },
    ];

    private static async Task<int> KillWorkersAsync(FaultMoment moment)
    {
        for (var kill = 0; kill < 3; kill++)
        {
            var victim = moment.Random.Next(moment.Stack.Workers.Count);
            moment.Stack.Workers[victim].Kill();
            await moment.Stack.Workers[victim].WaitForExitAsync();
            await moment.Stack.ReplaceAsync(victim);
        }

        return 3;
    }

    private static async Task<int> StopWorkersAsync(FaultMoment moment)
    {
        await StopAsync(moment.Stack, 0);
        await StopAsync(moment.Stack, 1);
        return 2;
    }

    private static async Task StopAsync(FaultStack stack, int worker)
    {
        stack.Workers[worker].Terminate();
        (await stack.Workers[worker].WaitForExitAsync()).ShouldBe(0, stack.Workers[worker].Output);
        await stack.ReplaceAsync(worker);
    }

    private static async Task<int> PauseWorkerAsync(FaultMoment moment)
    {
        var worker = moment.Stack.Workers[0];
        worker.Pause();
        await Task.Delay(While * 2.5); // The broker's patience is 10 s: two heartbeats.
        worker.Resume();
        return 1;
    }

    private static async Task<int> RollAsync(FaultMoment moment)
    {
        await moment.Stack.SetWorkersAsync(3);
        for (var worker = 0; worker < 3; worker++)
            await StopAsync(moment.Stack, worker);
        await moment.Stack.SetWorkersAsync(2);
        return 3;
    }

    private static async Task<int> RestartBrokerAsync(FaultMoment moment, Func<ServerPart, Task> stop)
    {
        var node = moment.Stack.Broker.Nodes[0];
        await stop(node);
        await Task.Delay(Moment);
        await node.StartAsync();
        return 1;
    }

    private static async Task<int> AlarmAsync(FaultMoment moment, string[] raise, string[] clear)
    {
        await moment.Stack.Broker.ControlAsync(0, raise);
        await Task.Delay(While);
        await moment.Stack.Broker.ControlAsync(0, clear);
        return 1;
    }

    private static async Task<int> ThreeTimesAsync(FaultMoment moment, string[] arguments)
    {
        for (var time = 0; time < 3; time++)
        {
            await moment.Stack.Broker.ControlAsync(0, arguments);
            await Task.Delay(Moment * 2);
        }

        return 3;
    }

    private static async Task<int> TimeConsumersOutAsync(FaultMoment moment)
    {
        // Channels know of it from when they are opened.
        var broker = moment.Stack.Broker;
        await broker.ControlAsync(0, "eval", "application:set_env(rabbit, consumer_timeout, 2000), application:set_env(rabbit, channel_tick_interval, 1000).");
        await broker.ControlAsync(0, "close_all_connections", "new channels");
        await moment.Clients.AllAnsweredAgainAsync();
        moment.Stack.Engine.Pause();
        await Task.Delay(While);
        moment.Stack.Engine.Resume();
        await broker.ControlAsync(0, "eval", "application:set_env(rabbit, consumer_timeout, 1800000), application:set_env(rabbit, channel_tick_interval, 60000).");
        await broker.ControlAsync(0, "close_all_connections", "new channels");
        return 1;
    }

    private static async Task<int> DeleteQueuesAsync(FaultMoment moment)
    {
        string[] queues = ["wallet-set-balance", "wallet-adjust-balance", "wallet-get-balance"];
        foreach (var queue in queues)
        {
            await moment.Stack.Broker.ControlAsync(0, "delete_queue", queue);
            await Task.Delay(Moment);
        }

        return queues.Length;
    }

    private static async Task<int> PauseEngineAsync(FaultMoment moment)
    {
        moment.Stack.Engine.Pause();
        await Task.Delay(While * 1.5);
        moment.Stack.Engine.Resume();
        return 1;
    }

    private static async Task<int> KillEngineAsync(FaultMoment moment)
    {
        for (var kill = 0; kill < 2; kill++)
        {
            await moment.Stack.Engine.KillAsync();
            await Task.Delay(Moment);
            await moment.Stack.Engine.StartAsync();
            await Task.Delay(Moment);
        }

        return 2;
    }

    /// <summary>So many of a hundred calls of an operation, or of all, go wrong.</summary>
    private static async Task<int> MisbehaveAsync(FaultMoment moment, ProxyFault fault, int percent, string? only = null)
    {
        var (isOn, injected, seed) = (false, 0, moment.Random.Next());
        var random = new ThreadLocal<Random>(() => new Random(Interlocked.Increment(ref seed)), trackAllValues: false);
        await using var proxy = new FaultyProxy(moment.Stack.EngineEndpoint, operation =>
        {
            if (!Volatile.Read(ref isOn) || (only is not null && operation != only) || random.Value!.Next(100) >= percent)
                return ProxyFault.None;
            Interlocked.Increment(ref injected);
            return fault;
        });
        return await moment.Stack.WithWorkersAsync(proxy.Endpoint, [], async () =>
        {
            await moment.Clients.AllAnsweredAgainAsync();
            Volatile.Write(ref isOn, true);
            await Task.Delay(While);
            Volatile.Write(ref isOn, false);
            await moment.Clients.AllAnsweredAgainAsync();
            return Volatile.Read(ref injected);
        });
    }

    /// <summary>The clients wait while the backup is made: what is written after it would be gone with the tables.</summary>
    private static async Task<int> LoseTablesAsync(FaultMoment moment)
    {
        var isGone = false;
        await using var proxy = new FaultyProxy(moment.Stack.EngineEndpoint, _ => Volatile.Read(ref isGone) ? ProxyFault.NoTable : ProxyFault.None);
        return await moment.Stack.WithWorkersAsync(proxy.Endpoint, [], async () =>
        {
            await moment.Clients.HoldAsync();
            var backup = await TableBackup.TakeAsync(moment.Stack.EngineEndpoint, moment.Stack.Tables);
            Volatile.Write(ref isGone, true);
            await backup.DeleteTablesAsync();
            moment.Clients.GoOn();
            await Task.Delay(While);
            await backup.RestoreAsync();
            Volatile.Write(ref isGone, false);
            await moment.Clients.AllAnsweredAgainAsync();
            return 2;
        });
    }

    private static async Task<int> MischiefAsync(FaultMoment moment, Action<Mischief> begin)
    {
        var before = moment.Mischief.Injected;
        begin(moment.Mischief);
        await Task.Delay(While);
        (moment.Mischief.CopiesPercent, moment.Mischief.BadPercent) = (0, 0);
        return moment.Mischief.Injected - before;
    }

    /// <summary>The engine here does not look at the time of a signature; the proxy refuses what AWS would, by the true time.</summary>
    private static async Task<int> MoveClockAsync(FaultMoment moment)
    {
        var clock = Path.GetTempFileName();
        await using var proxy = new FaultyProxy(moment.Stack.EngineEndpoint, _ => ProxyFault.None)
        {
            FaultOfHeaders = headers => IsInTime(headers["X-Amz-Date"]) ? ProxyFault.None : ProxyFault.WrongClock,
        };
        (string, string)[] settings =
        [
            ("LD_PRELOAD", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"), ("FAKETIME_TIMESTAMP_FILE", clock), ("FAKETIME_NO_CACHE", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];
        await File.WriteAllTextAsync(clock, "+0");
        var moved = await moment.Stack.WithWorkersAsync(proxy.Endpoint, settings, async () =>
        {
            foreach (var time in (string[])["+20m", "-20m", "+0"])
            {
                await File.WriteAllTextAsync(clock, time);
                await Task.Delay(Moment * 3);
                await moment.Clients.AllAnsweredAgainAsync();
            }

            return 2;
        });
        File.Delete(clock);
        return moved;
    }

    private static bool IsInTime(string? date) =>
        (DateTimeOffset.ParseExact(date!, "yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - TimeProvider.System.GetUtcNow()).Duration() < TimeSpan.FromMinutes(15);

    /// <summary>Session tokens that the service takes for seconds and no longer, although they say an hour.</summary>
    private static async Task<int> ExpireCredentialsAsync(FaultMoment moment)
    {
        using var source = new ExpiringCredentials();
        await using var proxy = new FaultyProxy(moment.Stack.EngineEndpoint, _ => ProxyFault.None)
        {
            FaultOfHeaders = headers => source.IsGood(headers["X-Amz-Security-Token"]) ? ProxyFault.None : ProxyFault.ExpiredToken,
        };
        return await moment.Stack.WithWorkersAsync(proxy.Endpoint, source.Environment, async () =>
        {
            for (var expiry = 0; expiry < 3; expiry++)
            {
                source.Expire();
                await Task.Delay(Moment);
                await moment.Clients.AllAnsweredAgainAsync();
            }

            return 3;
        });
    }

    /// <summary>Every line fails to be written, and there are many: bad messages are logged.</summary>
    private static Task<int> FillLogsAsync(FaultMoment moment) => moment.Stack.WithWorkersAsync(null, [(WorkerProcess.OutputVariable, "/dev/full")], async () =>
    {
        await moment.Clients.AllAnsweredAgainAsync();
        return await MischiefAsync(moment, mischief => mischief.BadPercent = 5);
    });

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

    private static async Task<int> KillLeaderAsync(FaultMoment moment)
    {
        var broker = moment.Stack.Broker;
        var leader = broker.Nodes[await broker.LeaderOfAsync("wallet-set-balance")];
        await leader.KillAsync();
        await Task.Delay(While);
        await leader.StartAsync();
        return 1;
    }

    private static async Task<int> KillTwoNodesAsync(FaultMoment moment)
    {
        var spared = moment.Random.Next(3);
        ServerPart[] victims = [.. moment.Stack.Broker.Nodes.Where((_, node) => node != spared)];
        await Task.WhenAll(victims.Select(victim => victim.KillAsync()));
        await Task.Delay(While);
        await Task.WhenAll(victims.Select(victim => victim.StartAsync()));
        return 2;
    }

    private static async Task<int> CutOffAsync(FaultMoment moment)
    {
        var broker = moment.Stack.Broker;
        var node = await broker.LeaderOfAsync("wallet-set-balance");
        await broker.CutOffAsync(node);
        await Task.Delay(While * 2);
        await broker.JoinAsync(node);
        return 1;
    }
}
