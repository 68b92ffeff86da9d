using TypedTables;
using Wallet.Contracts;
using Wallet.Storage;

namespace SystemTests.Histories;

/// <summary>What the tables hold in the end.</summary>
internal static class RecordedHistory
{
    /// <summary>Every change that is recorded of some wallets, and how they stand.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="prefix">What the names of the tables begin with.</param>
    /// <param name="userIds">Of which wallets.</param>
    public static async Task<(IReadOnlyList<Change> Changes, IReadOnlyList<Seen> Wallets)> ReadAsync(
        Uri engine,
        string prefix,
        IEnumerable<Guid> userIds
    )
    {
        using var client = new TableClient(
            new TableClientOptions
            {
                Endpoint = engine,
                Region = "us-west-2",
                TableName = name => prefix + name,
            }
        );
        var (changes, wallets) = (new List<Change>(), new List<Seen>());
        foreach (var userId in userIds)
        {
            await foreach (
                var one in client
                    .Table(OperationTable.Schema)
                    .Query(OperationTable.UserId, userId)
                    .On(OperationTable.ByWallet)
            )
            {
                var record = (AppliedRecord)one;
                changes.Add(
                    new Change(
                        userId,
                        record.Version,
                        record.OperationId,
                        record.Balance,
                        record.PreviousBalance,
                        record.At
                    )
                );
            }

            var wallet = (await client.Table(UserWalletTable.Schema).GetAsync(UserWalletTable.KeyOf(userId)))!;
            wallets.Add(new Seen(userId, wallet.Version, wallet.Balance, null, wallet.UpdatedAt));
        }

        return (changes, wallets);
    }

    public static Change ChangeIn(BalanceUpdated updated) =>
        new(
            updated.UserId,
            updated.Version,
            updated.OperationId,
            updated.Balance,
            updated.PreviousBalance,
            updated.UpdatedAt
        );
}
