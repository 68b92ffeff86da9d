using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// Why an operation was refused. There is one, whatever it was about; it stands where the first wallet's record would.
/// </summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Content">What was asked.</param>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="UserId">The wallet that it was refused for.</param>
/// <param name="Current">That wallet, as it was; null where there was none.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="ExpiresAt">When the record may be forgotten; null for never.</param>
internal sealed record RefusedRecord(
    Guid OperationId,
    string Content,
    RefusalReason Reason,
    string Message,
    Guid UserId,
    UserWallet? Current,
    DateTimeOffset At,
    DateTimeOffset? ExpiresAt) : OperationRecord(OperationId, OperationPart.First, Content, At, ExpiresAt);
