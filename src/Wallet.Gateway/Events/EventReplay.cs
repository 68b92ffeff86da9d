using System.Runtime.CompilerServices;
using Wallet.Contracts;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Events;

/// <summary>Reads all changes between a version and now, page by page of the history.</summary>
/// <remarks>
/// The history's index may be a second behind. The wallet itself is not, so its version says how far the history must
/// reach. What stays missing has expired.
/// </remarks>
internal sealed class EventReplay(WorkerRequests worker, TimeProvider clock)
{
    /// <summary>The largest page of history that a worker returns.</summary>
    private const int PageSize = 100;

    /// <summary>How often to read a history that lacks a recent change.</summary>
    private const int LooksMax = 6;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// A change older than this is in the index, even if the clocks of worker and gateway differ, or never will be.
    /// </summary>
    private static readonly TimeSpan IndexedWithin = TimeSpan.FromMinutes(1);

    /// <summary>Reads the changes after a version, in the order of versions.</summary>
    /// <exception cref="Faults.ProblemException">The worker does not respond.</exception>
    /// <exception cref="OperationCanceledException">
    /// The stream is ending, or the history still lacks a change: the client tries again.
    /// </exception>
    public async IAsyncEnumerable<MissedChange> ReadAsync(
        Guid userId, long after, [EnumeratorCancellation] CancellationToken end = default)
    {
        var wallet = await worker.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId });
        if (wallet.Version < after)
            yield return new MissedChange(null, null, wallet.Version);
        var (read, told, looks) = (after, after, 0);
        while (told < wallet.Version)
        {
            end.ThrowIfCancellationRequested();
            var page = await worker.AskAsync<GetHistory, HistoryResult>(
                new GetHistory { UserId = userId, After = read, Limit = PageSize });
            var isBehind = false;
            foreach (var updated in page.Operations)
            {
                var lacks = updated.Version > told + 1;
                isBehind = lacks && IsRecent(updated.UpdatedAt);
                if (isBehind)
                    break;
                if (lacks)
                    yield return Gap(userId, told + 1, updated.Version - 1);
                yield return new MissedChange(updated, null);
                (told, looks) = (updated.Version, 0);
            }

            read = isBehind ? told : page.Next ?? told;
            if ((!isBehind && page.Next is not null) || told >= wallet.Version)
                continue;
            if (!isBehind && !IsRecent(wallet.UpdatedAt))
            {
                yield return Gap(userId, told + 1, wallet.Version);
                yield break;
            }

            await WaitAsync(++looks, end);
        }
    }

    private static MissedChange Gap(Guid userId, long from, long to) => new(null, new VersionGap(userId, from, to));

    private bool IsRecent(DateTimeOffset? at) => at > clock.GetUtcNow() - IndexedWithin;

    private async Task WaitAsync(int looks, CancellationToken end)
    {
        if (looks == LooksMax)
            throw new OperationCanceledException("The history lacks a recent change.");
        await Task.Delay(LookAgain, clock, end);
    }
}
