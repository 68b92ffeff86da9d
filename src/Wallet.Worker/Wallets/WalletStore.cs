using TypedTables;
using TypedTables.Expressions;
using Wallet.Contracts;
using static Wallet.Worker.Wallets.UserWalletTable;

namespace Wallet.Worker.Wallets;

/// <summary>What can be done with wallets: read → decide → write, fenced by the version.</summary>
/// <remarks>
/// No method takes a cancellation token. A write that is given up half-way has an unknown outcome; every call is bounded by the
/// attempts and time-outs of the table client instead.
/// </remarks>
internal sealed class WalletStore(Table<UserWallet> table, TimeProvider clock)
{
    /// <summary>How often a write is decided anew, when others write the same wallet at the same time.</summary>
    internal const int DecisionsMax = 8;

    private static readonly TimeSpan PauseStep = TimeSpan.FromMilliseconds(20);

    /// <summary>The wallet as it is, or null where there is none.</summary>
    public Task<UserWallet?> FindAsync(Guid userId) => table.GetAsync(Key.Of(UserId, userId));

    /// <summary>Sets a balance.</summary>
    /// <exception cref="WalletContendedException">Others kept writing the same wallet; nothing changed.</exception>
    public async Task<SetBalanceOutcome> SetBalanceAsync(SetBalanceCommand command)
    {
        var current = await FindAsync(command.UserId);
        for (var decisions = 1; ; decisions++)
        {
            switch (WalletRules.Decide(current, command, clock.GetUtcNow()))
            {
                case Decision.Repeat repeat:
                    return new SetBalanceOutcome.Updated(repeat.Stored);
                case Decision.Refuse refuse:
                    return new SetBalanceOutcome.Refused(refuse.Reason, refuse.Message, current);
                case Decision.Write write:
                    var result = await WriteAsync(current, write.Next);
                    if (result.IsApplied)
                        return new SetBalanceOutcome.Updated(write.Next);
                    current = result.Item;
                    break;
            }

            if (decisions == DecisionsMax)
                throw new WalletContendedException(command.UserId, decisions);

            // Not a secret, only a spread: writers that met once shall not meet again.
            await Task.Delay(PauseStep * Random.Shared.NextDouble() * decisions, clock);
        }
    }

    private Task<WriteResult<UserWallet>> WriteAsync(UserWallet? current, UserWallet next)
    {
        var last = next.LastWrite!;
        var update = Balance.Set(next.Balance)
            .And(UserWalletTable.Version.Set(next.Version))
            .And(OperationId.Set(last.OperationId))
            .And(PreviousBalance.SetOrRemove(last.PreviousBalance))
            .And(UpdatedAt.Set(last.At));
        return table.UpdateAsync(Key.Of(UserId, next.UserId), update, Unchanged(current));
    }

    /// <summary>Holds while the wallet is as it was read. One without a version has its balance for a fence.</summary>
    private static Condition Unchanged(UserWallet? current) => current switch
    {
        null => UserId.NotExists(),
        { Version: 0 } => UserWalletTable.Version.NotExists().And(Balance.Is(current.Balance)),
        _ => UserWalletTable.Version.Is(current.Version),
    };
}

/// <summary>What became of a request to set a balance.</summary>
internal abstract record SetBalanceOutcome
{
    private SetBalanceOutcome()
    {
    }

    /// <summary>The balance is set, by this call or by an earlier one with the same operation id.</summary>
    internal sealed record Updated(UserWallet Wallet) : SetBalanceOutcome;

    /// <summary>It was refused; the wallet is as it was.</summary>
    internal sealed record Refused(RefusalReason Reason, string Message, UserWallet? Current) : SetBalanceOutcome;
}

/// <summary>So many others write the same wallet that this write did not get through. Trying again later is safe.</summary>
internal sealed class WalletContendedException(Guid userId, int decisions)
    : Exception($"Wallet {userId} changed {decisions} times while it was being written. Nothing was written; trying again later is safe.");
