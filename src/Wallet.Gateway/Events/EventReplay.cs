using System.Runtime.CompilerServices;
using Wallet.Contracts;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Events;

/// <summary>Reads what came after a version and before now, all of it, a page of the history at a time.</summary>
/// <remarks>
/// The history is read from an index that may be a second behind; the wallet itself is not, and says how far it must
/// reach. What is missing for longer is no longer remembered.
/// </remarks>
internal sealed class EventReplay(WorkerRequests worker, TimeProvider clock)
{
    /// <summary>The largest page of history that a worker gives.</summary>
    private const int PageSize = 100;

    /// <summary>How often a history that lacks a recent change is looked at.</summary>
    private const int LooksMax = 6;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// What was written longer ago is in the index, whatever the clocks of worker and gateway make of it, or will never
    /// be.
    /// </summary>
    private static readonly TimeSpan IndexedWithin = TimeSpan.FromMinutes(1);

    /// <summary>The changes after a version, in the order of their versions.</summary>
    /// <exception cref="Faults.ProblemException">The worker does not answer.</exception>
    /// <exception cref="OperationCanceledException">The stream is to end, or the history lacks a change that it must
    /// still get: whoever reads tries again.</exception>
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
