using Wallet.Contracts;

namespace Wallet.Storage.Domain;

/// <summary>Decides commands, given the wallets' current state. Pure: no clock, no table, no bus.</summary>
internal static class WalletRules
{
    /// <summary>Decides a command.</summary>
    /// <param name="wallets">
    /// The current state of the command's wallets, in its order; null where a wallet does not exist.
    /// </param>
    /// <param name="command">The command.</param>
    /// <param name="now">The time to store in a changed wallet.</param>
    public static Decision Decide(IReadOnlyList<UserWallet?> wallets, WalletCommand command, DateTimeOffset now) =>
        command switch
        {
            SetBalanceCommand set => Set(wallets[0], set, now),
            AdjustBalanceCommand adjust => Adjust(wallets[0], adjust, now),
            TransferBalanceCommand transfer => Transfer(wallets[0], wallets[1], transfer, now),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no rule for it."),
        };

    private static Decision Set(UserWallet? wallet, SetBalanceCommand command, DateTimeOffset now)
    {
        if (Mismatch(wallet, command.UserId, command.ExpectedVersion) is { } mismatch)
            return mismatch;

        return new Decision.Write(Next(wallet, command.UserId, command.Balance, now, command.Overdraft));
    }

    private static Decision Adjust(UserWallet? wallet, AdjustBalanceCommand command, DateTimeOffset now)
    {
        if (Mismatch(wallet, command.UserId, command.ExpectedVersion) is { } mismatch)
            return mismatch;
        if (wallet is null)
            return Missing(command.UserId);

        if (Refusal(wallet, command.Amount) is { } refusal)
            return refusal;

        return new Decision.Write(Next(wallet, command.UserId, wallet.Balance + command.Amount, now));
    }

    private static Decision Transfer(
        UserWallet? from,
        UserWallet? to,
        TransferBalanceCommand command,
        DateTimeOffset now
    )
    {
        if (from is null)
            return Missing(command.From);
        if (to is null)
            return Missing(command.To);

        if ((Refusal(from, -command.Amount) ?? Refusal(to, command.Amount)) is { } refusal)
            return refusal;

        return new Decision.Write(
            Next(from, command.From, from.Balance - command.Amount, now),
            Next(to, command.To, to.Balance + command.Amount, now));
    }

    private static WalletChange Next(
        UserWallet? before,
        Guid userId,
        long balance,
        DateTimeOffset now,
        long? overdraft = null
    ) =>
        new(
            before,
            new UserWallet(userId, balance, (before?.Version ?? 0) + 1, now, overdraft ?? before?.Overdraft ?? 0)
        );

    private static Decision.Refuse? Mismatch(UserWallet? wallet, Guid userId, long? expected)
    {
        var version = wallet?.Version ?? 0;
        return expected is null || expected == version
            ? null
            : new Decision.Refuse(
                RefusalReason.VersionMismatch,
                $"The wallet has version {version}, not {expected}. Look at its balance and send the operation again, "
                    + "with a new id and the version you saw.",
                userId,
                wallet);
    }

    private static Decision.Refuse Missing(Guid userId) => new(
        RefusalReason.WalletNotFound, $"There is no wallet {userId}. Make it with SetBalance first.", userId, null);

    /// <summary>
    /// The refusal if an amount cannot be added to a wallet; null if it can. Exact at both ends of the range.
    /// </summary>
    private static Decision.Refuse? Refusal(UserWallet wallet, long amount)
    {
        var balance = (Int128)wallet.Balance + amount;
        if (balance > long.MaxValue || balance < long.MinValue)
        {
            return new Decision.Refuse(
                RefusalReason.BalanceOutOfRange,
                "The balance would leave the range of 64-bit integers. Send a smaller amount.",
                wallet.UserId,
                wallet
            );
        }

        return amount < 0 && balance < -(Int128)wallet.Overdraft
            ? new Decision.Refuse(
                RefusalReason.InsufficientFunds,
                "The balance does not cover the amount. Send a smaller one, or credit the wallet first.",
                wallet.UserId,
                wallet
            )
            : null;
    }
}
