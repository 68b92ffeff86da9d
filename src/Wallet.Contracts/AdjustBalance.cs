namespace Wallet.Contracts;

/// <summary>
/// Asks the worker to credit or debit a wallet. Answered with <see cref="BalanceUpdated"/> or
/// <see cref="OperationRefused"/>: a debit never takes a balance below zero, or below what the wallet's overdraft
/// allows.
/// </summary>
public sealed record AdjustBalance
{
    // Nullable, because a message made from an anonymous object escapes "required": an amount left out must never read
    // as zero.
    private readonly long? _amount;

    /// <summary>Whose wallet. It must exist. Not the all-zero UUID.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What to add, in minor units: above zero credits, below zero debits, zero is refused.</summary>
    /// <exception cref="InvalidOperationException">It was never set.</exception>
    public required long Amount
    {
        get => _amount ?? throw new InvalidOperationException("AdjustBalance.Amount was never set. Give it a value.");
        init => _amount = value;
    }

    /// <inheritdoc cref="SetBalance.OperationId"/>
    public Guid? OperationId { get; init; }

    /// <summary>The version that the wallet must have, 0 or more. Null adjusts whatever the version.</summary>
    public long? ExpectedVersion { get; init; }
}
