using TypedTables;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace Wallet.Worker.Tables;

/// <summary>
/// Reads what nobody has from each table, every five seconds, so that a table that has gone or an engine that is silent
/// is known before the next message finds out.
/// </summary>
/// <remarks>
/// Costs a read unit or two each time. It never holds up whoever asks: what is said is the outcome of the last read.
/// </remarks>
internal sealed class TableProbe(Table<UserWallet> wallets, Table<OperationRecord> operations, TimeProvider clock)
{
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<string?>? _reading;
    private string? _fault;
    private long _startedAt;

    /// <summary>
    /// What was wrong at the last read; null where nothing was. Starts the next read when it is time.
    /// </summary>
    public string? Fault()
    {
        lock (_lock)
        {
            if (_reading is { IsCompletedSuccessfully: true } done)
                _fault = done.Result;
            var age = clock.GetElapsedTime(_startedAt);
            if (_reading is { IsCompleted: false })
                return age > Patience ? $"the tables have not answered for {age.TotalSeconds:0} s" : _fault;
            // While something is wrong, more often: it should be said soon that it is well again.
            if (_reading is null || age > (_fault is null ? Period : Period / 5))
            {
                _startedAt = clock.GetTimestamp();
                _reading = ReadAsync();
            }

            return _fault;
        }
    }

    /// <summary>The all-zero id is refused in every message, so nothing is stored under it.</summary>
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
