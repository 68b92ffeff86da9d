using TypedTables;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>Maps stored wallets, records and outcomes to messages.</summary>
internal static class ResponseMessages
{
    public static BalanceUpdated BalanceUpdated(AppliedRecord record) => new()
    {
        UserId = record.UserId,
        Balance = record.Balance,
        PreviousBalance = record.PreviousBalance,
        Version = record.Version,
        OperationId = record.OperationId,
        UpdatedAt = record.At,
    };

    public static BalanceTransferred BalanceTransferred(long amount, WalletOutcome.Applied applied) => new()
    {
        OperationId = applied.OperationId,
        Amount = amount,
        From = BalanceUpdated(applied.Records[0]),
        To = BalanceUpdated(applied.Records[1]),
    };

    public static BalanceResult BalanceResult(Guid userId, UserWallet? wallet) => new()
    {
        UserId = userId,
        Found = wallet is not null,
        Balance = wallet?.Balance,
        Version = wallet?.Version ?? 0,
        UpdatedAt = wallet?.UpdatedAt,
    };

    public static HistoryResult HistoryResult(Guid userId, Page<AppliedRecord> page) => new()
    {
        UserId = userId,
        Operations = [.. page.Items.Select(BalanceUpdated)],
        Next = page.Next is null || page.Items.Count == 0 ? null : page.Items[^1].Version,
    };

    public static OperationResult OperationResult(
        Guid operationId,
        IReadOnlyList<OperationRecord> records,
        IReadOnlyList<UserWallet?> wallets,
        DateTimeOffset? rememberedSince
    )
    {
        var changes = records.OfType<AppliedRecord>().ToList();
        return new OperationResult
        {
            OperationId = operationId,
            Found = records.Count > 0,
            Changes = [.. changes.Select(BalanceUpdated)],
            Wallets = [.. changes.Zip(wallets, (change, wallet) => BalanceResult(change.UserId, wallet))],
            Refused = records is [RefusedRecord refused] ? OperationRefused(WalletOutcome.Refused.From(refused)) : null,
            RememberedSince = rememberedSince,
        };
    }

    public static OperationRefused OperationRefused(WalletOutcome.Refused refused) => new()
    {
        UserId = refused.UserId,
        OperationId = refused.OperationId,
        Reason = refused.Reason,
        Message = refused.Message,
        Found = refused.Current is not null,
        Balance = refused.Current?.Balance,
        Version = refused.Current?.Version ?? 0,
        UpdatedAt = refused.Current?.UpdatedAt,
    };
}
