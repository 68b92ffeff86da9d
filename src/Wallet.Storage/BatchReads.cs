using Microsoft.Extensions.Logging;
using TypedTables;

namespace Wallet.Storage;

/// <summary>
/// Whether several wallets may be read in one call. Stops that for a while after DynamoDB has refused it, and logs when
/// that begins, while it lasts, and when it is over.
/// </summary>
/// <remarks>
/// Nothing fails meanwhile: each wallet is read by a call of its own, which only costs more. Without the log nobody
/// would notice.
/// </remarks>
internal sealed class BatchReads(ILogger<BatchReads> logger, TimeProvider clock)
{
    /// <summary>How long to wait before trying again. Each failed try costs the waiting reads a round trip.</summary>
    internal static readonly TimeSpan RestPeriod = TimeSpan.FromSeconds(30);

    /// <summary>How often it is logged again while it lasts.</summary>
    internal static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private bool _isRefused;
    private long _triedAt;
    private long _saidAt;

    /// <summary>Whether to try a batch. When a new try is due, only one of many callers makes it.</summary>
    public bool MayTry()
    {
        lock (_lock)
        {
            if (!_isRefused)
                return true;
            if (clock.GetElapsedTime(_triedAt) < RestPeriod)
                return false;
            _triedAt = clock.GetTimestamp();
            return true;
        }
    }

    /// <summary>Notes that DynamoDB refused a batch.</summary>
    public void Refused(TableOperationException error)
    {
        var isNew = false;
        lock (_lock)
        {
            isNew = !_isRefused;
            if (!isNew && clock.GetElapsedTime(_saidAt) < ReminderPeriod)
                return;
            (_isRefused, _saidAt) = (true, clock.GetTimestamp());
            if (isNew)
                _triedAt = _saidAt;
        }

        logger.LogWarning(
            new EventId(2101, "BatchReadsRefused"),
            "Wallets are {State} read one by one, which takes more calls: DynamoDB refuses to read several in one. "
            + "Allow the worker's role dynamodb:BatchGetItem on the table of wallets (docs/permissions.md has the "
            + "policy); it is tried again every {Seconds} s. {Reason}",
            isNew ? "now" : "still", RestPeriod.TotalSeconds, error.Message);
    }

    /// <summary>Notes that a batch succeeded.</summary>
    public void Done()
    {
        lock (_lock)
        {
            if (!_isRefused)
                return;
            _isRefused = false;
        }

        logger.LogInformation(
            new EventId(2102, "BatchReadsAllowed"),
            "DynamoDB reads several wallets in one call again.");
    }
}
