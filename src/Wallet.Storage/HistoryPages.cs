using TypedTables;

namespace Wallet.Storage;

/// <summary>Cuts pages of a wallet's history at gaps. Pure: no clock, no table.</summary>
internal static class HistoryPages
{
    /// <summary>
    /// The longest time that the index is expected to lag behind the table. It is usually under a second; DynamoDB
    /// promises nothing.
    /// </summary>
    private static readonly TimeSpan LagMax = TimeSpan.FromSeconds(10);

    /// <summary>Cuts a page before the first change whose predecessor may not have reached the index yet.</summary>
    /// <remarks>
    /// The index receives changes in any order. A reader that continues after the last version it received would
    /// otherwise never see one that came late. A version that is still missing after the lag has expired, and so may
    /// have those before the first.
    /// </remarks>
    /// <param name="page">The page as the index has it.</param>
    /// <param name="after">The version after which the page begins; 0 for the beginning.</param>
    /// <param name="now">The current time.</param>
    public static Page<AppliedRecord> UpToGap(Page<AppliedRecord> page, long after, DateTimeOffset now)
    {
        var last = after;
        foreach (var (index, record) in page.Items.Index())
        {
            if (last > 0 && record.Version != last + 1 && now - record.At < LagMax)
                return new Page<AppliedRecord>([.. page.Items.Take(index)], Next: null);
            last = record.Version;
        }

        return page;
    }
}
