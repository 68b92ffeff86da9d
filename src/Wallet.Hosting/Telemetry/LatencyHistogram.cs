using System.Numerics;

namespace Wallet.Hosting.Telemetry;

/// <summary>
/// Counts latencies in buckets that grow exponentially: 64 for each doubling, so that a percentile is at most 1/64 too
/// high. Thread-safe.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubCount = 1 << SubBits;

    /// <summary>Every non-negative 64-bit number of microseconds has a bucket.</summary>
    private readonly long[] _buckets = new long[(63 - SubBits + 1) * SubCount];

    private long _count;
    private long _sumMicroseconds;
    private long _maxMicroseconds;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>The exact maximum; zero if nothing was counted.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(Interlocked.Read(ref _maxMicroseconds));

    /// <summary>The mean, exact to a microsecond; zero if nothing was counted.</summary>
    public TimeSpan Mean =>
        Count == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds((double)Interlocked.Read(ref _sumMicroseconds) / Count);

    /// <summary>Counts a latency. A negative one, as after a clock was set back, counts as zero.</summary>
    public void Add(TimeSpan latency)
    {
        var microseconds = Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref _buckets[IndexOf(microseconds)]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _sumMicroseconds, microseconds);
        for (var max = Interlocked.Read(ref _maxMicroseconds); microseconds > max;)
            max = Interlocked.CompareExchange(ref _maxMicroseconds, microseconds, max);
    }

    /// <summary>A percentile, rounded up to its bucket's upper bound; zero if nothing was counted.</summary>
    /// <param name="percent">Above 0, up to 100.</param>
    public TimeSpan Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var rank = (long)Math.Ceiling(Count * percent / 100);
        var seen = 0L;
        for (var index = 0; index < _buckets.Length && rank > 0; index++)
        {
            seen += Interlocked.Read(ref _buckets[index]);
            if (seen >= rank)
                return TimeSpan.FromMicroseconds(Math.Min(EndOf(index), Interlocked.Read(ref _maxMicroseconds)));
        }

        return Max;
    }

    /// <summary>
    /// Below 128 each number has a bucket; above, the six bits after the leading one select the bucket within the
    /// doubling.
    /// </summary>
    private static int IndexOf(long microseconds)
    {
        if (microseconds < 2 * SubCount)
            return (int)microseconds;
        var shift = BitOperations.Log2((ulong)microseconds) - SubBits;
        return (shift * SubCount) + (int)(microseconds >> shift);
    }

    /// <summary>The largest number in a bucket.</summary>
    private static long EndOf(int index)
    {
        if (index < 2 * SubCount)
            return index;
        var shift = (index / SubCount) - 1;
        var start = (long)(SubCount + (index % SubCount)) << shift;
        return start + ((1L << shift) - 1);
    }
}
