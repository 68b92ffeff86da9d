using System.Collections.Concurrent;
using Wallet.Contracts;

namespace Wallet.Gateway.Pulse;

/// <summary>
/// Keeps the latest pulse of each worker. A worker that is silent for three of its intervals is removed.
/// </summary>
internal sealed class PulseBoard(TimeProvider clock)
{
    private const int IntervalsMax = 3;

    /// <summary>The maximum number of workers, since anybody may publish a pulse.</summary>
    private const int WorkersMax = 1000;

    private readonly ConcurrentDictionary<string, (WorkerPulse Pulse, long ReceivedAt)> _latest = new(
        StringComparer.Ordinal
    );

    public void Note(WorkerPulse pulse)
    {
        if (_latest.Count >= WorkersMax && !_latest.ContainsKey(pulse.Worker))
            Workers();
        if (_latest.Count < WorkersMax || _latest.ContainsKey(pulse.Worker))
            _latest[pulse.Worker] = (pulse, clock.GetTimestamp());
    }

    /// <summary>The workers that are alive, by name.</summary>
    public IReadOnlyList<WorkerPulse> Workers()
    {
        foreach (var (worker, (pulse, receivedAt)) in _latest)
        {
            if (clock.GetElapsedTime(receivedAt).TotalSeconds > IntervalsMax * pulse.IntervalSeconds)
                _latest.TryRemove(worker, out _);
        }

        return [.. _latest.Values.Select(one => one.Pulse).OrderBy(pulse => pulse.Worker, StringComparer.Ordinal)];
    }
}
