using System.Collections.Concurrent;
using MassTransit;
using Wallet.Contracts;
using Wallet.Hosting.Telemetry;
using Wallet.Worker.Messaging.Recovery;

namespace Wallet.Worker.Messaging.Observation;

/// <summary>
/// Counts what the worker does, from the delivery of each message to its end. Costs less than a microsecond a message.
/// </summary>
internal sealed class PulseMeter(TimeProvider clock) : IReceiveObserver
{
    private readonly ConcurrentDictionary<ReceiveContext, byte> _inFlight = new(ReferenceEqualityComparer.Instance);
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private LatencyHistogram _latencies = new();
    private long _handled;
    private long _failed;
    private long _handledBefore;
    private long _takenAt = clock.GetTimestamp();

    public Task PreReceive(ReceiveContext context)
    {
        _inFlight.TryAdd(context, 0);
        return Task.CompletedTask;
    }

    /// <summary>MassTransit also calls this for a parked message, as a successful delivery.</summary>
    public Task PostReceive(ReceiveContext context)
    {
        if (context.IsFaulted)
            return End(context, ref _failed);
        if (context.TryGetPayload<Deferred>(out _))
            _inFlight.TryRemove(context, out _); // deferred: neither handled nor failed
        return End(context, ref _handled);
    }

    /// <summary>
    /// Called for what fails even to be parked; for some faults before <see cref="PostReceive"/>. Each message counts
    /// once.
    /// </summary>
    public Task ReceiveFault(ReceiveContext context, Exception exception) => End(context, ref _failed);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    /// <summary>How long the oldest message in progress has been processed; 0 if there is none.</summary>
    public TimeSpan Oldest => _inFlight.Keys.Select(context => context.ElapsedTime).DefaultIfEmpty().Max();

    /// <summary>Takes what has happened since the last call. Not thread-safe.</summary>
    /// <remarks>
    /// A message that ends during the call is counted, by this call or the next, but may be missing from the
    /// percentiles.
    /// </remarks>
    public WorkerPulse Take()
    {
        var now = clock.GetTimestamp();
        var seconds = Math.Max(clock.GetElapsedTime(_takenAt, now).TotalSeconds, 0.001);
        var (handled, failed) = (Interlocked.Read(ref _handled), Interlocked.Read(ref _failed));
        var latencies = Interlocked.Exchange(ref _latencies, new LatencyHistogram());
        var pulse = new WorkerPulse
        {
            Worker = $"{Environment.MachineName}:{Environment.ProcessId}",
            StartedAt = _startedAt,
            At = clock.GetUtcNow(),
            IntervalSeconds = Math.Round(seconds, 3),
            Handled = handled,
            HandledPerSecond = Math.Round((handled - _handledBefore) / seconds, 1),
            Failed = failed,
            LatencyMsP50 = PercentileMs(latencies, 50),
            LatencyMsP99 = PercentileMs(latencies, 99),
            InFlight = _inFlight.Count,
        };
        (_handledBefore, _takenAt) = (handled, now);
        return pulse;
    }

    private static double? PercentileMs(LatencyHistogram latencies, double percent) =>
        latencies.Count == 0 ? null : Math.Round(latencies.Percentile(percent).TotalMilliseconds, 3);

    private Task End(ReceiveContext context, ref long counter)
    {
        if (_inFlight.TryRemove(context, out _))
        {
            // The count comes last, so that a reader who sees it also finds the duration.
            Volatile.Read(ref _latencies).Add(context.ElapsedTime);
            Interlocked.Increment(ref counter);
        }

        return Task.CompletedTask;
    }
}
