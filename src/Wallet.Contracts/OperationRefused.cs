namespace Wallet.Contracts;

/// <summary>
/// An operation was understood and not carried out; nothing changed. Says why, and carries the wallet's state. It is
/// final: the same operation sent again is refused again with the same answer. Sent as the response, or published where
/// there is no response address.
/// </summary>
public sealed record OperationRefused
{
    /// <summary>Whose wallet; of a transfer's two, the one that it failed for.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The operation that was refused.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>Why, for programs.</summary>
    public required RefusalReason Reason { get; init; }

    /// <summary>Why, and what to do, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Whether there is such a wallet.</summary>
    public required bool Found { get; init; }

    /// <summary>The balance in minor units, when it was refused; null where there is no wallet.</summary>
    public required long? Balance { get; init; }

    /// <summary>The version then; 0 where no worker has written the wallet yet.</summary>
    public required long Version { get; init; }

    /// <summary>When the wallet was last written, in UTC; null where no worker has written it yet.</summary>
    public required DateTimeOffset? UpdatedAt { get; init; }
}
