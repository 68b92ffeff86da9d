using Microsoft.Extensions.Logging;
using TypedTables;

namespace Wallet.Storage;

/// <summary>
/// Whether several wallets may be read in one call: not for a while after DynamoDB has refused it. Says so when that
/// begins, while it lasts, and when it is over.
/// </summary>
/// <remarks>
/// Nothing fails meanwhile, for each is read on its own; it only costs more. So nobody would notice, and it must be
/// said.
/// </remarks>
internal sealed class BatchReads(ILogger<BatchReads> logger, TimeProvider clock)
{
    /// <summary>How long it is not tried again. Each try that fails costs those who wait for it a round trip.</summary>
    internal static readonly TimeSpan RestPeriod = TimeSpan.FromSeconds(30);

    /// <summary>How often it is said again while it lasts.</summary>
    internal static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private bool _isRefused;
    private long _triedAt;
    private long _saidAt;

    /// <summary>Whether to try. Of many who ask while it is refused, one does when it is time.</summary>
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

    /// <summary>Says that DynamoDB would not do it.</summary>
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
            "Wallets are {State} read one by one, which takes more calls: DynamoDB refuses to read several in one. "
            + "Allow the worker's role dynamodb:BatchGetItem on the table of wallets (docs/permissions.md has the "
            + "policy); it is tried again every {Seconds} s. {Reason}",
            isNew ? "now" : "still", RestPeriod.TotalSeconds, error.Message);
    }

    /// <summary>Says that it was done.</summary>
    public void Done()
    {
        lock (_lock)
        {
            if (!_isRefused)
                return;
            _isRefused = false;
        }

        logger.LogInformation("DynamoDB reads several wallets in one call again.");
    }
}
