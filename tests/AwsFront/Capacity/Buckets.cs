using System.Collections.Concurrent;

namespace Front;

/// <summary>The buckets of all partition keys; without limits nothing is ever throttled.</summary>
internal sealed class Buckets(CapacityLimits? limits)
{
    /// <summary>Each time that so many are new, the full ones are forgotten: a new one is full as well.</summary>
    private const int Many = 50_000;

    private int _made;

    private readonly ConcurrentDictionary<(string Partition, bool IsWrite), TokenBucket> _buckets = new();

    /// <summary>Takes what a part needs; false where one of its partitions has too little.</summary>
    public bool TryTake(IEnumerable<Demand> demands) =>
        limits is null || demands.All(demand => demand.Partition is null || Of(demand).TryTake(demand.Units));

    /// <summary>Takes what is known only afterwards.</summary>
    public void Owe(Demand demand, double units)
    {
        if (limits is not null && demand.Partition is not null && units > 0)
            Of(demand).Owe(units);
    }

    private TokenBucket Of(Demand demand)
    {
        var key = (demand.Partition!, demand.IsWrite);
        if (_buckets.TryGetValue(key, out var kept))
            return kept;
        if (Interlocked.Increment(ref _made) % Many == 0)
            ForgetFull();
        return _buckets.GetOrAdd(key, new TokenBucket(demand.IsWrite ? limits!.Writes : limits!.Reads));
    }

    private void ForgetFull()
    {
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull)
                _buckets.TryRemove(key, out _);
        }
    }
}
