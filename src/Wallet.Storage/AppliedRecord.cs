using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>What an operation did to one wallet. A transfer leaves two.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Part">Which of the operation's wallets this is about.</param>
/// <param name="Content">What was asked.</param>
/// <param name="UserId">The wallet.</param>
/// <param name="Balance">Its balance after the operation, in minor units.</param>
/// <param name="PreviousBalance">Its balance before; null where the operation made the wallet.</param>
/// <param name="Version">Its version after the operation.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="ExpiresAt">When the record may be forgotten; null for never.</param>
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
