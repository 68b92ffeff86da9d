using TypedTables;
using Wallet.Contracts;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Consumers;

/// <summary>Stored wallets, records and outcomes as the messages that say them.</summary>
internal static class Replies
{
    public static BalanceUpdated BalanceUpdated(OperationRecord record) => new()
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

    public static HistoryResult HistoryResult(Guid userId, Page<OperationRecord> page) => new()
    {
        UserId = userId,
        Operations = [.. page.Items.Select(BalanceUpdated)],
        Next = page.Next is null || page.Items.Count == 0 ? null : page.Items[^1].Version,
    };

    public static OperationResult OperationResult(
        Guid operationId, IReadOnlyList<OperationRecord> records, IReadOnlyList<UserWallet?> wallets, DateTimeOffset? rememberedSince) => new()
    {
        OperationId = operationId,
        Found = records.Count > 0,
        Changes = [.. records.Select(BalanceUpdated)],
        Wallets = [.. records.Zip(wallets, (record, wallet) => BalanceResult(record.UserId, wallet))],
        RememberedSince = rememberedSince,
    };

    public static OperationRefused OperationRefused(WalletOutcome.Refused refused) => new()
    {
        UserId = refused.UserId,
        OperationId = refused.Command.OperationId,
        Reason = refused.Reason,
        Message = refused.Message,
        Found = refused.Current is not null,
        Balance = refused.Current?.Balance,
        Version = refused.Current?.Version ?? 0,
        UpdatedAt = refused.Current?.UpdatedAt,
    };
}
