namespace Wallet.Contracts;

/// <summary>
/// What is remembered of an operation. Responds to <see cref="GetOperation"/>; published where there is no response
/// address.
/// </summary>
public sealed record OperationResult
{
    /// <summary>The operation that was asked for.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>
    /// Whether it is remembered. False is an answer: it was neither carried out nor refused, or was before
    /// <see cref="RememberedSince"/>.
    /// </summary>
    public required bool Found { get; init; }

    /// <summary>
    /// What it did, each change as the event that told it: one, or two for a transfer, the wallet that it left first.
    /// Empty where it is not found or was refused.
    /// </summary>
    public required IReadOnlyList<BalanceUpdated> Changes { get; init; }

    /// <summary>The wallets of these changes as they are now, in the same order.</summary>
    public required IReadOnlyList<BalanceResult> Wallets { get; init; }

    /// <summary>Why it was refused, and the wallet as it was then; null where it was not.</summary>
    public required OperationRefused? Refused { get; init; }

    /// <summary>
    /// Since when operations are remembered, in UTC; null for ever. An older one that is not found may have been
    /// carried out all the same.
    /// </summary>
    public required DateTimeOffset? RememberedSince { get; init; }
}
