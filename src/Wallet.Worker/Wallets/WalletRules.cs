using Wallet.Contracts;

namespace Wallet.Worker.Wallets;

/// <summary>What becomes of a command, given the wallet as it is. Pure: no clock, no table, no bus.</summary>
internal static class WalletRules
{
    /// <summary>Decides a <see cref="SetBalanceCommand"/>.</summary>
    /// <param name="current">The wallet as it is, or null where there is none.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time that the write would carry.</param>
    public static Decision Decide(UserWallet? current, SetBalanceCommand command, DateTimeOffset now)
    {
        var version = current?.Version ?? 0;

        // A repeat comes before the version check: an operation that has taken effect has itself moved the version on.
        if (current?.LastWrite?.OperationId == command.OperationId)
        {
            return current.Balance == command.Balance
                ? new Decision.Repeat(current)
                : new Decision.Refuse(
                    RefusalReason.OperationIdReused,
                    $"Operation {command.OperationId} has already set another balance. Send a new operation with an id of its own.");
        }

        if (command.ExpectedVersion is { } expected && expected != version)
        {
            return new Decision.Refuse(
                RefusalReason.VersionMismatch,
                $"The wallet has version {version}, not {expected}. Look at its balance and send the operation again, with a new id and the version you saw.");
        }

        return new Decision.Write(new UserWallet(
            command.UserId,
            command.Balance,
            version + 1,
            new LastWrite(command.OperationId, current?.Balance, now)));
    }
}

/// <summary>A request to set a balance, complete and checked.</summary>
/// <param name="UserId">Whose wallet.</param>
/// <param name="Balance">In minor units.</param>
/// <param name="OperationId">Names the operation.</param>
/// <param name="ExpectedVersion">0 or more; null for any.</param>
internal sealed record SetBalanceCommand(Guid UserId, long Balance, Guid OperationId, long? ExpectedVersion);

/// <summary>What the rules say.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Store this, provided that the wallet has not changed meanwhile.</summary>
    internal sealed record Write(UserWallet Next) : Decision;

    /// <summary>It is done already: this is what it made.</summary>
    internal sealed record Repeat(UserWallet Stored) : Decision;

    /// <summary>No, and nothing changes.</summary>
    internal sealed record Refuse(RefusalReason Reason, string Message) : Decision;
}
