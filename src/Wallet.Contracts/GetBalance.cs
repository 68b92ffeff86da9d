namespace Wallet.Contracts;

/// <summary>Asks the worker for a wallet's balance. Answered with <see cref="BalanceResult"/>.</summary>
public sealed record GetBalance
{
    /// <summary>Whose wallet. Not the all-zero UUID.</summary>
    public required Guid UserId { get; init; }
}
