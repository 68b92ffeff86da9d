using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Wallet.Hosting.Guard;

/// <summary>
/// Logs messages whose properties the guard has replaced: the first at once, then once a minute, because one sender may
/// send thousands.
/// </summary>
/// <param name="clock">The clock for the minute.</param>
/// <param name="logger">The logger.</param>
/// <param name="counter">Counts each of them; null if nothing is exported.</param>
internal sealed class GuardWatch(TimeProvider clock, ILogger<GuardWatch> logger, Counter<long>? counter = null)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _said;
    private int _unsaid;

    /// <summary>Notes a message whose properties cannot be read, and why.</summary>
    public void Replaced(string fault)
    {
        counter?.Add(1);
        int count;
        lock (_lock)
        {
            _unsaid++;
            if (_said is { } said && clock.GetElapsedTime(said) < Reminder)
                return;
            (count, _unsaid, _said) = (_unsaid, 0, clock.GetTimestamp());
        }

        logger.LogWarning(
            new EventId(3201, "UnreadableProperties"),
            "Messages came whose properties cannot be read ({Count} since this was last said), the last because "
                + "{Fault}. A worker parks such a message, and wallet errors list --cause unreadable shows it; an "
                + "event or an "
                + "answer is taken by its body. Nobody else waits for it. Have its sender fix it.",
            count,
            fault);
    }
}
