using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// Records why an operation was refused. There is only one, even for a transfer, under the first wallet's key.
/// </summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Content">The content of the request.</param>
/// <param name="Reason">The reason, for programs.</param>
/// <param name="Message">The reason, for people.</param>
/// <param name="UserId">The user whose wallet caused the refusal.</param>
/// <param name="Current">That wallet at the time; null if it did not exist.</param>
/// <param name="At">When the operation was refused, in UTC.</param>
/// <param name="ExpiresAt">When DynamoDB may delete the record; null for never.</param>
internal sealed record RefusedRecord(
    Guid OperationId,
    string Content,
    RefusalReason Reason,
    string Message,
    Guid UserId,
    UserWallet? Current,
    DateTimeOffset At,
    DateTimeOffset? ExpiresAt) : OperationRecord(OperationId, OperationPart.First, Content, At, ExpiresAt);
