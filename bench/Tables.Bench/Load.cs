using System.Diagnostics;

namespace Tables.Bench;

/// <summary>What a stretch of calls cost.</summary>
/// <param name="Calls">How many there were.</param>
/// <param name="CpuMicroseconds">CPU time of this process for each call, kernel included.</param>
/// <param name="Bytes">Bytes allocated for each call.</param>
/// <param name="CallsPerSecond">Calls in a second.</param>
/// <param name="P50Microseconds">The time that half of the calls took at most.</param>
/// <param name="P99Microseconds">The time that 99 of 100 calls took at most.</param>
internal sealed record Cost(
    long Calls,
    double CpuMicroseconds,
    double Bytes,
    double CallsPerSecond,
    double P50Microseconds,
    double P99Microseconds
)
{
    public static Cost MedianOf(IReadOnlyCollection<Cost> rounds) => new(
        rounds.Sum(one => one.Calls),
        Median(rounds.Select(one => one.CpuMicroseconds)),
        Median(rounds.Select(one => one.Bytes)),
        Median(rounds.Select(one => one.CallsPerSecond)),
        Median(rounds.Select(one => one.P50Microseconds)),
        Median(rounds.Select(one => one.P99Microseconds)));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>Makes calls, so many at once, for a time.</summary>
internal static class Load
{
    /// <summary>Makes a number of calls, to warm up.</summary>
    public static Task WarmUpAsync(Func<Task> call, int inFlight, int calls)
    {
        var left = calls;
        return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await call();
        })));
    }

    public static async Task<Cost> RunAsync(Func<Task> call, int inFlight, TimeSpan duration)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var latencies = Enumerable.Range(0, inFlight).Select(_ => new List<long>(1 << 16)).ToArray();
        var (cpu, bytes, start) = (
            Environment.CpuUsage.TotalTime,
            GC.GetTotalAllocatedBytes(precise: true),
            Stopwatch.GetTimestamp()
        );
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(latencies.Select(own => Task.Run(async () =>
        {
            for (var before = Stopwatch.GetTimestamp(); before < end;)
            {
                await call();
                var after = Stopwatch.GetTimestamp();
                own.Add(after - before);
                before = after;
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        cpu = Environment.CpuUsage.TotalTime - cpu;

        var all = latencies.SelectMany(one => one).Order().ToArray();
        return new Cost(
            all.Length,
            cpu.TotalMicroseconds / all.Length,
            bytes / (double)all.Length,
            all.Length / elapsed.TotalSeconds,
            Microseconds(all[all.Length / 2]),
            Microseconds(all[all.Length * 99 / 100]));
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
