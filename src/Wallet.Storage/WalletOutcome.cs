using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>The result of a command.</summary>
internal abstract record WalletOutcome
{
    private WalletOutcome()
    {
    }

    /// <summary>
    /// It has taken effect, in this call or in an earlier one with the same operation id, of which this is a repeat.
    /// </summary>
    internal sealed record Applied(IReadOnlyList<AppliedRecord> Records, bool IsRepeat = false) : WalletOutcome
    {
        public Guid OperationId => Records[0].OperationId;
    }

    /// <summary>It was refused, in this call or in an earlier one, and changed nothing.</summary>
    internal sealed record Refused(
        Guid OperationId,
        RefusalReason Reason,
        string Message,
        Guid UserId,
        UserWallet? Current
    ) : WalletOutcome
    {
        public static Refused From(RefusedRecord record) =>
            new(record.OperationId, record.Reason, record.Message, record.UserId, record.Current);
    }
}
