namespace Wallet.Contracts;

/// <summary>
/// Asks the worker for what was done to a wallet, in the order of its versions. Answered with
/// <see cref="HistoryResult"/>.
/// </summary>
public sealed record GetHistory
{
    /// <summary>Whose wallet.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Only what came after this version, 0 or more; null starts with the oldest that is remembered.</summary>
    public long? After { get; init; }

    /// <summary>How many operations at the most, 1 to 100. Null takes 20.</summary>
    public int? Limit { get; init; }
}
