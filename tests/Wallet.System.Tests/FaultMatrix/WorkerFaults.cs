using System.Globalization;
using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>What happens to workers.</summary>
internal static class WorkerFaults
{
    public static async Task<int> KillAsync(FaultMoment moment)
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

    public static async Task<int> StopBothAsync(FaultMoment moment)
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

    public static async Task<int> PauseAsync(FaultMoment moment)
    {
        var worker = moment.Stack.Workers[0];
        worker.Pause();
        await Task.Delay(Faults.While * 2.5); // The broker's patience is 10 s: two heartbeats.
        worker.Resume();
        return 1;
    }

    public static async Task<int> RollAsync(FaultMoment moment)
    {
        await moment.Stack.SetWorkersAsync(3);
        for (var worker = 0; worker < 3; worker++)
            await StopAsync(moment.Stack, worker);
        await moment.Stack.SetWorkersAsync(2);
        return 3;
    }

    /// <summary>
    /// The engine here does not look at the time of a signature; the proxy refuses what AWS would, by the true time.
    /// </summary>
    public static async Task<int> MoveClockAsync(FaultMoment moment)
    {
        var clock = Path.GetTempFileName();
        await using var proxy = new FaultyProxy(moment.Stack.EngineEndpoint, _ => ProxyFault.None)
        {
            FaultOfHeaders = headers => IsInTime(headers["X-Amz-Date"]) ? ProxyFault.None : ProxyFault.WrongClock,
        };
        (string, string)[] settings =
        [
            ("LD_PRELOAD", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            ("FAKETIME_TIMESTAMP_FILE", clock),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];
        await File.WriteAllTextAsync(clock, "+0");
        var moved = await moment.Stack.WithWorkersAsync(proxy.Endpoint, settings, async () =>
        {
            foreach (var time in (string[])["+20m", "-20m", "+0"])
            {
                await File.WriteAllTextAsync(clock, time);
                await moment.RecoverAsync();
                await Task.Delay(Faults.Moment * 3);
            }

            return 2;
        });
        File.Delete(clock);
        return moved;
    }

    private static bool IsInTime(string? date) =>
        (
            DateTimeOffset.ParseExact(
                date!,
                "yyyyMMddTHHmmssZ",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            ) - TimeProvider.System.GetUtcNow()
        ).Duration() < TimeSpan.FromMinutes(15);

    /// <summary>Every line fails to be written, and there are many: bad messages are logged.</summary>
    public static Task<int> FillLogsAsync(FaultMoment moment) =>
        moment.Stack.WithWorkersAsync(
            null,
            [(WorkerProcess.OutputVariable, "/dev/full")],
            async () =>
            {
                await moment.Clients.AllAnsweredAgainAsync();
                return await Faults.MischiefAsync(moment, mischief => mischief.BadPercent = 5);
            }
        );
}
