namespace Wallet.Contracts;

/// <summary>
/// Asks the worker to move an amount from one wallet to another, as a whole or not at all. Answered with
/// <see cref="BalanceTransferred"/> or <see cref="OperationRefused"/>; a <see cref="BalanceUpdated"/> is published for
/// each wallet.
/// </summary>
public sealed record TransferBalance
{
    // Nullable, because a message made from an anonymous object escapes "required": an amount left out must never read
    // as zero.
    private readonly long? _amount;

    /// <summary>Whose wallet it leaves. It must exist. Not the all-zero UUID.</summary>
    public required Guid From { get; init; }

    /// <summary>Whose wallet it reaches. It must exist, and be another. Not the all-zero UUID.</summary>
    public required Guid To { get; init; }

    /// <summary>How much, in minor units, above zero.</summary>
    /// <exception cref="InvalidOperationException">It was never set.</exception>
    public required long Amount
    {
        get => _amount ?? throw new InvalidOperationException("TransferBalance.Amount was never set. Give it a value.");
        init => _amount = value;
    }

    /// <inheritdoc cref="SetBalance.OperationId"/>
    public Guid? OperationId { get; init; }
}
