namespace Wallet.Storage;

/// <summary>What an operation did to one wallet. A transfer has two such records.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Part">Which of the operation's wallets the record is about.</param>
/// <param name="Content">The content of the request.</param>
/// <param name="UserId">The wallet's user.</param>
/// <param name="Balance">The balance after the operation, in minor units.</param>
/// <param name="PreviousBalance">The balance before; null if the operation created the wallet.</param>
/// <param name="Version">The wallet's version after the operation.</param>
/// <param name="At">When the operation took effect, in UTC.</param>
/// <param name="ExpiresAt">When DynamoDB may delete the record; null for never.</param>
internal sealed record AppliedRecord(
    Guid OperationId,
    OperationPart Part,
    string Content,
    Guid UserId,
    long Balance,
    long? PreviousBalance,
    long Version,
    DateTimeOffset At,
    DateTimeOffset? ExpiresAt) : OperationRecord(OperationId, Part, Content, At, ExpiresAt);
