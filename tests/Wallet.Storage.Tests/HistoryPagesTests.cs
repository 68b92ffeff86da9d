using TypedTables;

namespace Wallet.Storage.Tests;

public sealed class HistoryPagesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly PageToken More = PageToken.Parse(Convert.ToBase64String("table\n{}"u8));

    [Fact]
    public void A_page_without_gaps_stays_as_it_is() => Cut(after: 4, ageSeconds: 0, 5, 6, 7).ShouldBe("5 6 7 …");

    [Fact]
    public void A_page_ends_before_a_young_change_that_follows_a_gap() =>
        Cut(after: 4, ageSeconds: 9, 5, 7, 8).ShouldBe("5");

    [Fact]
    public void A_gap_right_after_what_was_known_counts_as_well() => Cut(after: 4, ageSeconds: 9, 6, 7).ShouldBe("");

    [Fact]
    public void What_has_been_missing_for_long_is_forgotten_and_not_late() =>
        Cut(after: 4, ageSeconds: 10, 6, 8).ShouldBe("6 8 …");

    [Fact]
    public void The_beginning_may_be_forgotten() => Cut(after: 0, ageSeconds: 0, 6, 7).ShouldBe("6 7 …");

    [Fact]
    public void The_last_version_of_all_has_no_successor() =>
        Cut(after: long.MaxValue - 1, ageSeconds: 0, long.MaxValue).ShouldBe($"{long.MaxValue} …");

    /// <summary>What is left of a page: its versions, and whether there are more.</summary>
    private static string Cut(long after, int ageSeconds, params long[] versions)
    {
        var records = versions.Select(version => new AppliedRecord(
            Guid.NewGuid(),
            OperationPart.First,
            "",
            Guid.Empty,
            0,
            0,
            version,
            Now.AddSeconds(-ageSeconds),
            ExpiresAt: null
        ));
        var page = HistoryPages.UpToGap(new Page<AppliedRecord>([.. records], More), after, Now);
        return string.Join(' ', page.Items.Select(record => $"{record.Version}")) + (page.Next is null ? "" : " …");
    }
}
