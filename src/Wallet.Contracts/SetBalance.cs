namespace Wallet.Contracts;

/// <summary>
/// Asks the worker to give a wallet a balance; a wallet that does not exist is made. Answered with
/// <see cref="BalanceUpdated"/> or <see cref="OperationRefused"/>.
/// </summary>
public sealed record SetBalance
{
    // Nullable, because a message made from an anonymous object escapes "required": a balance left out must never read
    // as zero.
    private readonly long? _balance;

    /// <summary>Whose wallet. Not the all-zero UUID.</summary>
    public required Guid UserId { get; init; }

    /// <summary>
    /// The new balance in minor units (cents, say): any 64-bit integer, −9,223,372,036,854,775,808 to
    /// 9,223,372,036,854,775,807.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was never set.</exception>
    public required long Balance
    {
        get =>
            _balance
            ?? throw new InvalidOperationException(
                "SetBalance.Balance was never set. Give it a value: 0 is one, nothing is not."
            );
        init => _balance = value;
    }

    /// <summary>
    /// Names this operation, so that sending it again is recognised. Not the all-zero UUID. Null takes the id that the
    /// message was first sent with (MassTransit's MessageId); a message with neither is faulted.
    /// </summary>
    public Guid? OperationId { get; init; }

    /// <summary>
    /// The version that the wallet must have, 0 or more, for the balance to be set; 0 means that no worker has written
    /// the wallet yet. Null sets the balance whatever the version.
    /// </summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>
    /// How far below zero later debits may take the balance, in minor units, 0 or more. Null leaves it as it is, which
    /// for a new wallet is 0.
    /// </summary>
    public long? Overdraft { get; init; }
}
