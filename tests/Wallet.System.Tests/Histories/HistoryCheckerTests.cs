namespace SystemTests.Histories;

/// <summary>The checker itself: it must object to each kind of bad history, and to no good one.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly Guid Wallet = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    private static readonly Change[] Recorded = [new(Wallet, 1, First, 10, null), new(Wallet, 2, Second, 20, 10)];

    private static readonly Entry[] Good =
    [
        new(First, Outcome.Ok, 1, 3, new Seen(Wallet, 1, 10)),
        new(null, Outcome.Ok, 2, 4, new Seen(Wallet, 0, 0)),
        new(Second, Outcome.Ok, 5, 7, new Seen(Wallet, 2, 20, 10)),
        new(null, Outcome.Ok, 6, 8, new Seen(Wallet, 1, 10)),
        new(First, Outcome.Ok, 9, 10, new Seen(Wallet, 1, 10)), // a late repeat
    ];

    [Fact]
    public void A_good_history_has_no_objection() => Check(Good, Recorded).ShouldBeEmpty();

    [Fact]
    public void An_unknown_outcome_may_have_happened_or_not()
    {
        Check([new Entry(First, Outcome.Ok, 1, 2, new Seen(Wallet, 1, 10)), new Entry(Second, Outcome.Unknown, 3, 4)], Recorded).ShouldBeEmpty();
        Check([new Entry(Guid.NewGuid(), Outcome.Unknown, 3, 4)], Recorded).ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_write_is_objected_to() => ShouldObject(Good, Recorded[..1], "lost");

    [Fact]
    public void A_doubled_operation_is_objected_to() => ShouldObject(Good, [.. Recorded, new Change(Wallet, 3, First, 10, 20)], "doubled");

    [Fact]
    public void A_fork_is_objected_to() => ShouldObject(Good, [.. Recorded, new Change(Wallet, 2, Guid.NewGuid(), 30, 10)], "fork");

    [Fact]
    public void A_gap_is_objected_to() => ShouldObject([], [Recorded[0], Recorded[1] with { Version = 3 }], "gap");

    [Fact]
    public void A_write_that_names_another_balance_before_it_is_objected_to() => ShouldObject([], [Recorded[0], Recorded[1] with { Previous = 11 }], "torn");

    [Fact]
    public void A_read_that_goes_back_is_objected_to() =>
        ShouldObject([.. Good, new Entry(null, Outcome.Ok, 11, 12, new Seen(Wallet, 1, 10))], Recorded, "stale");

    [Fact]
    public void A_read_of_a_balance_that_never_was_is_objected_to() =>
        ShouldObject([.. Good, new Entry(null, Outcome.Ok, 11, 12, new Seen(Wallet, 2, 21))], Recorded, "torn");

    [Fact]
    public void A_refused_operation_that_is_recorded_is_objected_to() => ShouldObject([new Entry(First, Outcome.Refused, 1, 2)], Recorded, "torn");

    [Fact]
    public void A_transfer_that_makes_money_is_objected_to() =>
        ShouldObject([], [.. Recorded, new Change(Wallet, 3, Other, 15, 20), new Change(Other, 1, Other, 6, null)], "sum");

    private static IReadOnlyList<string> Check(Entry[] entries, Change[] changes) => HistoryChecker.Check(entries, changes);

    private static void ShouldObject(Entry[] entries, Change[] changes, string kind) =>
        Check(entries, changes).ShouldContain(objection => objection.Contains(kind, StringComparison.Ordinal));
}
