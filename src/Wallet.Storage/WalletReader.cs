using TypedTables;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// Reads wallets, strongly consistent. When all calls are in use, the waiting reads share the next one.
/// </summary>
/// <remarks>
/// A call for several wallets costs little more than for one. A read only joins a call that has not been sent yet, so
/// it sees everything written before it was requested. If a shared call fails, each wallet is read by a call of its
/// own, so that one bad item does not fail the others. If DynamoDB refuses batches altogether, as without the
/// permission, <see cref="BatchReads"/> logs it and stops them for a while.
/// </remarks>
internal sealed class WalletReader(Table<UserWallet> wallets, BatchReads batches)
{
    /// <summary>
    /// The number of concurrent calls. More calls shorten the wait for one; fewer let more reads share each: at AWS's
    /// latencies, four calls serve twice as many reads as two.
    /// </summary>
    internal const int CallsMax = 4;

    private readonly Lock _lock = new();
    private Dictionary<Guid, TaskCompletionSource<UserWallet?>> _waiting = [];
    private int _calls;

    /// <summary>Reads a wallet; null if it does not exist.</summary>
    public Task<UserWallet?> FindAsync(Guid userId)
    {
        lock (_lock)
        {
            if (_calls == CallsMax)
                return Joined(userId);
            _calls++;
        }

        return FindFirstAsync(userId);
    }

    private Task<UserWallet?> Joined(Guid userId)
    {
        // The waiting readers resume on the thread of the call that returned: switching threads would cost more than
        // the work they do.
        if (!_waiting.TryGetValue(userId, out var waiting))
            _waiting[userId] = waiting = new TaskCompletionSource<UserWallet?>();
        return waiting.Task;
    }

    private async Task<UserWallet?> FindFirstAsync(Guid userId)
    {
        try
        {
            return await wallets.GetAsync(UserWalletTable.KeyOf(userId));
        }
        finally
        {
            SendWaiting();
        }
    }

    /// <summary>Sends the reads that have waited while a call was in progress.</summary>
    private void SendWaiting()
    {
        Dictionary<Guid, TaskCompletionSource<UserWallet?>> batch;
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _calls--;
                return;
            }

            (batch, _waiting) = (_waiting, []);
        }

        _ = ReadAsync(batch);
    }

    /// <summary>
    /// Never throws: each waiting reader gets the result or its error. The next call is sent first, because readers
    /// resume inside this method.
    /// </summary>
    private async Task ReadAsync(Dictionary<Guid, TaskCompletionSource<UserWallet?>> batch)
    {
        var found = batch.Count > 1 && batches.MayTry() ? await TryFindAsync(batch.Keys) : null;
        if (found is not null)
        {
            SendWaiting();
            foreach (var (userId, waiting) in batch)
                waiting.SetResult(found.GetValueOrDefault(userId));
            return;
        }

        var alone = batch.Select(one => (one.Value, Read: wallets.GetAsync(UserWalletTable.KeyOf(one.Key)))).ToList();
        await Task.WhenAny(Task.WhenAll(alone.Select(one => one.Read))); // WhenAny does not throw
        SendWaiting();
        foreach (var (waiting, read) in alone)
            waiting.SetFromTask(read);
    }

    /// <summary>Reads all wallets in one call; null if that failed.</summary>
    private async Task<Dictionary<Guid, UserWallet>?> TryFindAsync(IEnumerable<Guid> userIds)
    {
        try
        {
            var result = await wallets.BatchGetAsync(userIds.Select(UserWalletTable.KeyOf), consistent: true);
            batches.Done();
            return result.Unread.Count > 0 ? null : result.Items.ToDictionary(wallet => wallet.UserId);
        }
        catch (TableOperationException error) when (!error.IsRetryable)
        {
            batches.Refused(error); // Single reads may all succeed, and nobody would learn of it.
            return null;
        }
        catch (Exception)
        {
            // One item's fault, or a transient one: each wallet is read on its own, and gets its own error.
            return null;
        }
    }
}
