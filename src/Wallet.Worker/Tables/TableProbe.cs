using TypedTables;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace Wallet.Worker.Tables;

/// <summary>
/// Reads a key that never exists from each table every five seconds, so that a missing table or an unresponsive engine
/// is noticed before the next message.
/// </summary>
/// <remarks>
/// Costs a read unit or two each time. Never blocks its caller: it returns the result of the latest read.
/// </remarks>
internal sealed class TableProbe(Table<UserWallet> wallets, Table<OperationRecord> operations, TimeProvider clock)
{
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<string?>? _reading;
    private string? _fault;
    private long _startedAt;

    /// <summary>The fault that the latest read found; null if none. Starts the next read if it is due.</summary>
    public string? Fault()
    {
        lock (_lock)
        {
            if (_reading is { IsCompletedSuccessfully: true } done)
                _fault = done.Result;
            var age = clock.GetElapsedTime(_startedAt);
            if (_reading is { IsCompleted: false })
                return age > Patience ? $"the tables have not answered for {age.TotalSeconds:0} s" : _fault;
            // More often while something is wrong, so that its end is noticed soon.
            if (_reading is null || age > (_fault is null ? Period : Period / 5))
            {
                _startedAt = clock.GetTimestamp();
                _reading = ReadAsync();
            }

            return _fault;
        }
    }

    /// <summary>Reads the all-zero id, which is refused in every message, so nothing is stored under it.</summary>
    private async Task<string?> ReadAsync()
    {
        try
        {
            await wallets.GetAsync(UserWalletTable.KeyOf(Guid.Empty));
            await operations.Query(OperationTable.OperationId, Guid.Empty).FirstOrDefaultAsync();
            return null;
        }
        catch (Exception error)
        {
            return error.Message;
        }
    }
}
