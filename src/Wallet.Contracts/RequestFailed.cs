namespace Wallet.Contracts;

/// <summary>
/// A message could not be understood or carried out, and was put aside for an operator. Answers the sender of a plain
/// JSON message that named a <c>reply_to</c>; MassTransit's request client gets MassTransit's own fault instead.
/// </summary>
public sealed record RequestFailed
{
    /// <summary>What went wrong, and what to send instead where that would help.</summary>
    public required string Message { get; init; }

    /// <summary>The queue in which the message lies as it came, such as <c>wallet-set-balance_error</c>.</summary>
    public required string ParkedIn { get; init; }
}
