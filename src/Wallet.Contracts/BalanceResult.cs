namespace Wallet.Contracts;

/// <summary>
/// A wallet as it is. Responds to <see cref="GetBalance"/>; published where there is no response address.
/// </summary>
public sealed record BalanceResult
{
    /// <summary>Whose wallet.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Whether there is such a wallet. False is an answer, not an error.</summary>
    public required bool Found { get; init; }

    /// <summary>
    /// The balance in minor units; null where there is no wallet, so that missing never reads as zero.
    /// </summary>
    public required long? Balance { get; init; }

    /// <summary>The wallet's version; 0 where no worker has written it yet.</summary>
    public required long Version { get; init; }

    /// <summary>When it was last written, in UTC; null where no worker has written it yet.</summary>
    public required DateTimeOffset? UpdatedAt { get; init; }
}
