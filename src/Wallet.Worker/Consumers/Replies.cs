using Wallet.Contracts;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Consumers;

/// <summary>Stored wallets and outcomes as the messages that say them.</summary>
internal static class Replies
{
    public static BalanceUpdated BalanceUpdated(UserWallet wallet)
    {
        var last = wallet.LastWrite ?? throw new InvalidOperationException($"Wallet {wallet.UserId} has not been written by a worker.");
        return new BalanceUpdated
        {
            UserId = wallet.UserId,
            Balance = wallet.Balance,
            PreviousBalance = last.PreviousBalance,
            Version = wallet.Version,
            OperationId = last.OperationId,
            UpdatedAt = last.At,
        };
    }

    public static BalanceResult BalanceResult(Guid userId, UserWallet? wallet) => new()
    {
        UserId = userId,
        Found = wallet is not null,
        Balance = wallet?.Balance,
        Version = wallet?.Version ?? 0,
        UpdatedAt = wallet?.LastWrite?.At,
    };

    public static OperationRefused OperationRefused(SetBalanceCommand command, SetBalanceOutcome.Refused refused) => new()
    {
        UserId = command.UserId,
        OperationId = command.OperationId,
        Reason = refused.Reason,
        Message = refused.Message,
        Found = refused.Current is not null,
        Balance = refused.Current?.Balance,
        Version = refused.Current?.Version ?? 0,
        UpdatedAt = refused.Current?.LastWrite?.At,
    };
}
