namespace Wallet.Contracts;

/// <summary>
/// A wallet's balance was changed. Always published as an event, whose MessageId is the same whenever it is published
/// again; also sent as the response where the sender of <see cref="SetBalance"/> or <see cref="AdjustBalance"/> asked
/// for one.
/// </summary>
public sealed record BalanceUpdated
{
    /// <summary>Whose wallet.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The balance now, in minor units.</summary>
    public required long Balance { get; init; }

    /// <summary>The balance before, in minor units; null for a new wallet.</summary>
    public required long? PreviousBalance { get; init; }

    /// <summary>The wallet's version now: 1 for its first write, then 2, 3 and so on without gaps.</summary>
    public required long Version { get; init; }

    /// <summary>The operation that did it: the sender's own, or the message's id where the sender named none.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>When, in UTC, by the worker's clock.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
