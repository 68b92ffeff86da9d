namespace Wallet.Contracts;

/// <summary>
/// An amount was moved from one wallet to another. Responds to <see cref="TransferBalance"/>; published where there is
/// no response address.
/// </summary>
public sealed record BalanceTransferred
{
    /// <summary>The operation that did it.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>How much was moved, in minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>The wallet that it left, as it is now.</summary>
    public required BalanceUpdated From { get; init; }

    /// <summary>The wallet that it reached, as it is now.</summary>
    public required BalanceUpdated To { get; init; }
}
