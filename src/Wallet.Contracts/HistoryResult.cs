namespace Wallet.Contracts;

/// <summary>
/// What was done to a wallet. Responds to <see cref="GetHistory"/>; published where there is no response address.
/// </summary>
public sealed record HistoryResult
{
    /// <summary>Whose wallet.</summary>
    public required Guid UserId { get; init; }

    /// <summary>
    /// The changes in the order of their versions, each as the event that told it. Operations are remembered for a time
    /// that the worker is set to, 7 days by default; the latest second may be missing.
    /// </summary>
    public required IReadOnlyList<BalanceUpdated> Operations { get; init; }

    /// <summary>
    /// What to send as <see cref="GetHistory.After"/> for the next page; null where this is the last.
    /// </summary>
    public required long? Next { get; init; }
}
