using Wallet.Contracts;

namespace Wallet.Worker.Wallets;

/// <summary>What is remembered of an operation, so that it can be answered again.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Part">Which of the operation's wallets this is about.</param>
/// <param name="Content">What was asked, so that the same id with other content is recognised.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="ExpiresAt">When the record may be forgotten; null for never.</param>
internal abstract record OperationRecord(Guid OperationId, OperationPart Part, string Content, DateTimeOffset At, DateTimeOffset? ExpiresAt);

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

/// <summary>Why an operation was refused. There is one, whatever it was about; it stands where the first wallet's record would.</summary>
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

/// <summary>Which of an operation's wallets.</summary>
internal enum OperationPart
{
    /// <summary>The only wallet, or the one that a transfer leaves.</summary>
    First,

    /// <summary>The wallet that a transfer reaches.</summary>
    Second,
}
