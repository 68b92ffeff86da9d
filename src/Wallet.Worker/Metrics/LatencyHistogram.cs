namespace Wallet.Worker.Metrics;

/// <summary>
/// Counts durations in buckets that grow by 5 %, from 0.01 ms to over 15 minutes. Its size never changes.
/// </summary>
internal sealed class LatencyHistogram
{
    private const double LowestMs = 0.01;
    private const double Growth = 1.05;
    private const int Buckets = 376;

    private readonly int[] _counts = new int[Buckets];

    public void Add(TimeSpan duration)
    {
        var bucket =
            duration.TotalMilliseconds <= LowestMs
                ? 0
                : (int)Math.Ceiling(Math.Log(duration.TotalMilliseconds / LowestMs, Growth));
        Interlocked.Increment(ref _counts[Math.Min(bucket, Buckets - 1)]);
    }

    /// <summary>What has been counted, by bucket; counting begins anew.</summary>
    public int[] Take()
    {
        var taken = new int[Buckets];
        for (var bucket = 0; bucket < Buckets; bucket++)
            taken[bucket] = Interlocked.Exchange(ref _counts[bucket], 0);
        return taken;
    }

    /// <summary>
    /// The upper end, in milliseconds, of the bucket that a share of the durations does not exceed; null where there
    /// are none.
    /// </summary>
    public static double? PercentileMs(int[] taken, double share)
    {
        var wanted = (long)Math.Ceiling(taken.Sum(count => (long)count) * share);
        if (wanted == 0)
            return null;

        var seen = 0L;
        for (var bucket = 0; bucket < taken.Length; bucket++)
        {
            seen += taken[bucket];
            if (seen >= wanted)
                return Math.Round(LowestMs * Math.Pow(Growth, bucket), 3);
        }

        return null;
    }
}
