using Wallet.Contracts;

namespace Wallet.Cli.Output;

/// <summary>Formats responses for people.</summary>
internal static class ResponseText
{
    public static string Describe(object answer) =>
        answer switch
        {
            BalanceUpdated { PreviousBalance: null } made =>
                $"Wallet {made.UserId} is new, with balance {made.Balance} at version {made.Version}.",
            BalanceUpdated updated =>
                $"Wallet {updated.UserId} now has balance {updated.Balance} (was {updated.PreviousBalance}) at "
                    + $"version {updated.Version}.",
            BalanceTransferred moved => $"Moved {moved.Amount}.\n{Describe(moved.From)}\n{Describe(moved.To)}",
            OperationRefused { Found: false } refused => $"Refused ({refused.Reason}). {refused.Message}",
            OperationRefused refused =>
                $"Refused ({refused.Reason}). {refused.Message} Its balance is {refused.Balance}, at version "
                    + $"{refused.Version}.",
            BalanceResult { Found: false } missing => $"There is no wallet {missing.UserId}.",
            BalanceResult found => $"Wallet {found.UserId} has balance {found.Balance} at version {found.Version}.",
            _ => $"{answer}",
        };

    /// <summary>One change of a wallet, on one line.</summary>
    public static string Line(BalanceUpdated change)
    {
        var difference = (Int128)change.Balance - (change.PreviousBalance ?? 0);
        return $"{PlainText.Time(change.UpdatedAt)}  version {change.Version, -4} "
            + $"{(difference < 0 ? "" : "+")}{difference} → {change.Balance}  operation {change.OperationId}";
    }
}
