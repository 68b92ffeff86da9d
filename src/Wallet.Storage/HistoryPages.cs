using TypedTables;

namespace Wallet.Storage;

/// <summary>Pages of a wallet's history. Pure: no clock, no table.</summary>
internal static class HistoryPages
{
    /// <summary>
    /// How far the index may be behind the table. It usually is by less than a second, and nothing is promised.
    /// </summary>
    private static readonly TimeSpan LagMax = TimeSpan.FromSeconds(10);

    /// <summary>A page up to the first change whose predecessor may still be on its way to the index.</summary>
    /// <remarks>
    /// The index takes changes up in any order. Whoever goes on after the last version that it was told would never
    /// hear of one that came late. A version that has been missing for longer is forgotten; so may be whatever was
    /// before the first of all.
    /// </remarks>
    /// <param name="page">What the index has.</param>
    /// <param name="after">The version that it comes after; 0 for the beginning.</param>
    /// <param name="now">The time.</param>
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
