using TypedTables;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// Reads wallets, strongly consistent. Reads that would wait for others to come back go together, in one call.
/// </summary>
/// <remarks>
/// A call that carries several wallets costs little more than one that carries one. A read joins only a call that is
/// still to be sent, so it sees whatever was written before it was asked for. One that fails in company is tried again
/// on its own: nobody has to bear another's fault, such as a stored wallet that cannot be decoded. Where DynamoDB
/// refuses the call itself, as it does where the role lacks the right, <see cref="BatchReads"/> says so, and each is
/// read on its own for a while.
/// </remarks>
internal sealed class WalletReader(Table<UserWallet> wallets, BatchReads batches)
{
    /// <summary>
    /// How many calls are under way at once. More of them shorten the wait for one, fewer carry more reads each: at
    /// AWS's latencies four answer twice as many gets as two.
    /// </summary>
    internal const int CallsMax = 4;

    private readonly Lock _lock = new();
    private Dictionary<Guid, TaskCompletionSource<UserWallet?>> _waiting = [];
    private int _calls;

    /// <summary>The wallet as it is, or null where there is none.</summary>
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
        // Whoever waits goes on where the call came back: a thread of its own for each would cost more than what it has
        // to do.
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

    /// <summary>A call has come back: those who have waited for that go next.</summary>
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
    /// Never fails: each who waits is told. The next call is sent before that, because they go on in here.
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
        await Task.WhenAny(Task.WhenAll(alone.Select(one => one.Read))); // which does not throw
        SendWaiting();
        foreach (var (waiting, read) in alone)
            waiting.SetFromTask(read);
    }

    /// <summary>Reads all in one call; null where that has failed.</summary>
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
            batches.Refused(error); // It may well be that none of them is refused on its own, and nobody would be told.
            return null;
        }
        catch (Exception)
        {
            return null; // A wallet's fault, or one that passes: each is read on its own then, and is told of its own.
        }
    }
}
