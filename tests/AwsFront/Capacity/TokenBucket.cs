using System.Diagnostics;

namespace Front;

/// <summary>Holds one second's units, and fills evenly. Nothing is saved up beyond that second.</summary>
internal sealed class TokenBucket(double perSecond)
{
    private readonly Lock _lock = new();
    private double _taken;
    private long _at = Stopwatch.GetTimestamp();

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                Fill();
                return _taken <= 0;
            }
        }
    }

    /// <summary>Takes units, or none where there are too few.</summary>
    public bool TryTake(double units)
    {
        lock (_lock)
        {
            Fill();
            if (perSecond - _taken < units)
                return false;
            _taken += units;
            return true;
        }
    }

    /// <summary>Takes what turned out to be needed, and goes below zero if need be.</summary>
    public void Owe(double units)
    {
        lock (_lock)
            _taken += units;
    }

    private void Fill()
    {
        var now = Stopwatch.GetTimestamp();
        _taken = Math.Max(0, _taken - (Stopwatch.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
