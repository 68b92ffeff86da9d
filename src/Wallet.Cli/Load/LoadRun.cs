using System.Collections.Concurrent;
using Wallet.Hosting.Telemetry;

namespace Wallet.Cli.Load;

/// <summary>Sends requests, and measures the latencies of their responses.</summary>
/// <remarks>
/// At a given rate, a latency is counted from when the request was due, not from when it was sent. A worker that stalls
/// for a second delays everything that was due in that second, which a sender that waits for it would not notice
/// (coordinated omission).
/// </remarks>
/// <param name="plan">How much to send, and how fast.</param>
/// <param name="next">
/// Creates the next request: its kind, and a function that sends it and returns its outcome. Called by one thread at a
/// time.
/// </param>
internal sealed class LoadRun(LoadPlan plan, Func<(LoadVerb Verb, Func<Task<LoadOutcome>> SendAsync)> next)
{
    /// <summary>
    /// How long to wait for responses after an interruption. After a normal end their own time-outs limit the wait.
    /// </summary>
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly ConcurrentDictionary<LoadVerb, LatencyHistogram> _byVerb = new();
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private long _started;
    private long _sent;
    private long _done;

    public LatencyHistogram All { get; } = new();

    public IReadOnlyDictionary<LoadVerb, LatencyHistogram> ByVerb => _byVerb;

    public IReadOnlyDictionary<string, long> Refusals => _refusals;

    public IReadOnlyDictionary<string, long> Errors => _errors;

    public long Sent => Interlocked.Read(ref _sent);

    public TimeSpan Elapsed { get; private set; }

    /// <summary>How much of the plan is done, 0 to 1.</summary>
    public double Progress => Math.Max(
        plan.Count is { } count ? (double)Sent / count : 0,
        plan.Duration is { } duration && _started != 0 ? Math.Min(1, _clock.GetElapsedTime(_started) / duration) : 0);

    /// <summary>Runs the plan until it is done or cancelled.</summary>
    public async Task RunAsync(CancellationToken cancelled)
    {
        using var slots = new SemaphoreSlim(plan.InFlight);
        _started = _clock.GetTimestamp();
        try
        {
            for (var number = 0L; plan.Count is not { } count || number < count; number++)
            {
                TimeSpan? due = plan.Rate is { } rate ? TimeSpan.FromSeconds(number / rate) : null;
                if (due is not null && plan.Duration is { } limit && due >= limit)
                    break;
                await WaitUntilAsync(due, cancelled);
                await slots.WaitAsync(cancelled);
                if (due is null && plan.Duration is { } duration && _clock.GetElapsedTime(_started) >= duration)
                {
                    slots.Release();
                    break;
                }

                var (verb, send) = next();
                Interlocked.Increment(ref _sent);
                _ = MeasureAsync(verb, send, due ?? _clock.GetElapsedTime(_started), slots);
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // an interrupted measurement is reported, too
        }

        await DrainAsync(cancelled);
        Elapsed = _clock.GetElapsedTime(_started);
    }

    private async Task WaitUntilAsync(TimeSpan? due, CancellationToken cancelled)
    {
        if (due is { } moment && moment - _clock.GetElapsedTime(_started) is { Ticks: > 0 } pause)
            await Task.Delay(pause, _clock, cancelled);
    }

    private async Task MeasureAsync(LoadVerb verb, Func<Task<LoadOutcome>> send, TimeSpan since, SemaphoreSlim slots)
    {
        try
        {
            await Task.Yield(); // the next request must not wait for this one's synchronous part
            var outcome = await send();
            if (outcome.Error is { } error)
            {
                _errors.AddOrUpdate(error, 1, (_, count) => count + 1);
                return;
            }

            var latency = _clock.GetElapsedTime(_started) - since;
            All.Add(latency);
            _byVerb.GetOrAdd(verb, _ => new LatencyHistogram()).Add(latency);
            if (outcome.Refusal is { } refusal)
                _refusals.AddOrUpdate(refusal, 1, (_, count) => count + 1);
        }
        finally
        {
            slots.Release();
            Interlocked.Increment(ref _done);
        }
    }

    private async Task DrainAsync(CancellationToken cancelled)
    {
        var since = _clock.GetTimestamp();
        while (
            Interlocked.Read(ref _done) < Sent
            && !(cancelled.IsCancellationRequested && _clock.GetElapsedTime(since) > DrainMax)
        )
            await Task.Delay(TimeSpan.FromMilliseconds(10), _clock, CancellationToken.None);
        if (Sent - Interlocked.Read(ref _done) is > 0 and var rest)
            _errors["interrupted before the answer"] = rest;
    }
}
