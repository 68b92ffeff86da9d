using Wallet.Contracts;

namespace Wallet.Cli;

/// <summary>Answers in plain words.</summary>
internal static class Words
{
    public static string Of(object answer) => answer switch
    {
        BalanceUpdated { PreviousBalance: null } made => $"Wallet {made.UserId} is new, with balance {made.Balance} at version {made.Version}.",
        BalanceUpdated updated => $"Wallet {updated.UserId} now has balance {updated.Balance} (was {updated.PreviousBalance}) at version {updated.Version}.",
        OperationRefused refused => $"Refused ({refused.Reason}). {refused.Message} Its balance is {(refused.Balance is { } balance ? balance : "not set")}, at version {refused.Version}.",
        BalanceResult { Found: false } missing => $"There is no wallet {missing.UserId}.",
        BalanceResult found => $"Wallet {found.UserId} has balance {found.Balance} at version {found.Version}.",
        _ => $"{answer}",
    };
}
