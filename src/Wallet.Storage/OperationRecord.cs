namespace Wallet.Storage;

/// <summary>What is remembered of an operation, so that a repeat gets the same response.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Part">Which of the operation's wallets the record is about.</param>
/// <param name="Content">The content of the request, which exposes a reused id.</param>
/// <param name="At">When the operation was decided, in UTC.</param>
/// <param name="ExpiresAt">When DynamoDB may delete the record; null for never.</param>
internal abstract record OperationRecord(
    Guid OperationId,
    OperationPart Part,
    string Content,
    DateTimeOffset At,
    DateTimeOffset? ExpiresAt
);
