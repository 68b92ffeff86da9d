using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>What is remembered of an operation, so that it can be answered again.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Part">Which of the operation's wallets this is about.</param>
/// <param name="Content">What was asked, so that the same id with other content is recognised.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="ExpiresAt">When the record may be forgotten; null for never.</param>
internal abstract record OperationRecord(
    Guid OperationId,
    OperationPart Part,
    string Content,
    DateTimeOffset At,
    DateTimeOffset? ExpiresAt
);
