namespace SystemTests.Histories;

/// <summary>The checker itself: it must object to each kind of bad history, and to no good one.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly Guid Wallet = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();
    private static readonly Guid Transfer = Guid.NewGuid();

    private static readonly Change[] Recorded =
    [
        new(Wallet, 1, First, 10, null),
        new(Wallet, 2, Second, 20, 10),
        new(Wallet, 3, Transfer, 15, 20),
        new(Other, 1, Transfer, 5, null),
    ];

    private static readonly Entry[] Good =
    [
        new(First, Outcome.Ok, 1, 3, new Seen(Wallet, 1, 10)),
        new(null, Outcome.Ok, 2, 4, new Seen(Wallet, 0, 0)),
        new(Second, Outcome.Ok, 5, 7, new Seen(Wallet, 2, 20, 10)),
        new(null, Outcome.Ok, 6, 8, new Seen(Wallet, 1, 10)),
        new(First, Outcome.Ok, 9, 10, new Seen(Wallet, 1, 10)), // a late repeat
        new(Transfer, Outcome.Ok, 11, 12, new Seen(Wallet, 3, 15, 20), new Seen(Other, 1, 5)) { Wallets = 2 },
    ];

    private static readonly History GoodHistory = new(Good, Recorded)
    {
        Events =
        [
            .. Recorded.Select(change => new Published(Guid.NewGuid(), change)).SelectMany(one => new[] { one, one }),
        ],
        Wallets = [new Seen(Wallet, 3, 15), new Seen(Other, 1, 5)],
    };

    [Fact]
    public void A_good_history_has_no_objection() => HistoryChecker.Check(GoodHistory).ShouldBeEmpty();

    [Fact]
    public void An_unknown_outcome_may_have_happened_or_not()
    {
        Check([Good[0], new Entry(Second, Outcome.Unknown, 3, 4)], Recorded[..2]).ShouldBeEmpty();
        Check([Good[0], new Entry(Second, Outcome.Unknown, 3, 4)], Recorded[..1]).ShouldBeEmpty();
    }

    [Fact]
    public void An_operation_that_was_refused_and_carried_out_when_it_was_sent_again_is_objected_to() =>
        ShouldObject(ObjectionKind.Torn, [Good[0], new Entry(Second, Outcome.Refused, 3, 4), Good[2]], Recorded[..2]);

    [Fact]
    public void A_lost_write_is_objected_to() =>
        Check([Good[0], Good[2]], Recorded[..1]).ShouldHaveSingleItem().Kind.ShouldBe(ObjectionKind.Lost);

    [Fact]
    public void A_lost_write_whose_version_somebody_else_has_is_objected_to() =>
        ShouldObject(ObjectionKind.Lost, Good, [Recorded[0], Recorded[1] with { OperationId = Guid.NewGuid() }]);

    [Fact]
    public void An_operation_that_is_recorded_twice_is_objected_to() =>
        ShouldObject(ObjectionKind.Doubled, Good, [.. Recorded, new Change(Wallet, 4, First, 10, 15)]);

    [Fact]
    public void An_operation_that_was_published_with_two_versions_is_objected_to_although_one_is_recorded() =>
        ShouldObject(
            ObjectionKind.Doubled,
            GoodHistory with
            {
                Events = [.. GoodHistory.Events!, new Published(Guid.NewGuid(), new Change(Wallet, 4, First, 10, 15))],
            }
        );

    [Fact]
    public void An_operation_that_changed_a_wallet_that_it_is_not_about_is_objected_to() =>
        ShouldObject(ObjectionKind.Doubled, Good, [.. Recorded, new Change(Other, 2, First, 10, 5)]);

    [Fact]
    public void An_unknown_operation_that_is_recorded_twice_is_objected_to() =>
        ShouldObject(
            ObjectionKind.Doubled,
            [new Entry(First, Outcome.Unknown, 1, 2)],
            [Recorded[0], Recorded[1] with { OperationId = First }]
        );

    [Fact]
    public void An_operation_that_nobody_asked_for_is_objected_to() =>
        ShouldObject(ObjectionKind.Doubled, Good[1..3], Recorded[..2]);

    [Fact]
    public void A_fork_is_objected_to() =>
        ShouldObject(ObjectionKind.Fork, Good, [.. Recorded, new Change(Wallet, 2, Guid.NewGuid(), 30, 10)]);

    [Fact]
    public void A_gap_is_objected_to() =>
        ShouldObject(ObjectionKind.Gap, [], [Recorded[0], Recorded[1] with { Version = 3 }]);

    [Fact]
    public void A_write_that_names_another_balance_before_it_is_objected_to() =>
        ShouldObject(ObjectionKind.Torn, [], [Recorded[0], Recorded[1] with { Previous = 11 }]);

    [Fact]
    public void Half_a_transfer_is_objected_to() =>
        ShouldObject(ObjectionKind.Torn, [new Entry(Transfer, Outcome.Unknown, 1, 2) { Wallets = 2 }], Recorded[3..]);

    [Fact]
    public void A_transfer_that_makes_money_is_objected_to() =>
        ShouldObject(ObjectionKind.Sum, Good, [.. Recorded[..3], Recorded[3] with { Balance = 6 }]);

    [Fact]
    public void A_read_that_goes_back_is_objected_to() =>
        Check([.. Good, new Entry(null, Outcome.Ok, 13, 14, new Seen(Wallet, 1, 10))], Recorded)
            .ShouldHaveSingleItem()
            .Kind.ShouldBe(ObjectionKind.Stale);

    [Fact]
    public void A_read_of_what_was_only_asked_for_later_is_objected_to() =>
        ShouldObject(
            ObjectionKind.Stale,
            [Good[0], new Entry(null, Outcome.Ok, 4, 4, new Seen(Wallet, 2, 20)), Good[2]],
            Recorded[..2]
        );

    [Theory]
    [InlineData(2, 21)]
    [InlineData(4, 20)]
    public void A_read_of_what_never_was_is_objected_to(long version, long balance) =>
        ShouldObject(
            ObjectionKind.Torn,
            [.. Good, new Entry(null, Outcome.Ok, 13, 14, new Seen(Wallet, version, balance))],
            Recorded
        );

    [Fact]
    public void A_repeat_that_is_answered_with_another_version_is_objected_to() =>
        ShouldObject(
            ObjectionKind.Repeat,
            [.. Good, new Entry(First, Outcome.Ok, 13, 14, new Seen(Wallet, 2, 20, 10))],
            Recorded
        );

    [Fact]
    public void A_repeat_that_is_answered_with_another_time_is_objected_to() =>
        ShouldObject(
            ObjectionKind.Repeat,
            [.. Good, new Entry(First, Outcome.Ok, 13, 14, new Seen(Wallet, 1, 10, null, DateTimeOffset.UnixEpoch))],
            Recorded
        );

    [Fact]
    public void A_late_repeat_that_is_refused_is_objected_to() =>
        ShouldObject(ObjectionKind.Repeat, [.. Good, new Entry(First, Outcome.Refused, 13, 14)], Recorded);

    [Fact]
    public void A_late_repeat_that_undoes_a_newer_operation_is_objected_to() =>
        ShouldObject(
            ObjectionKind.Torn,
            GoodHistory with
            {
                Wallets = [new Seen(Wallet, 3, 10), new Seen(Other, 1, 5)],
            }
        );

    [Fact]
    public void A_refused_operation_that_is_recorded_is_objected_to() =>
        ShouldObject(ObjectionKind.Torn, [new Entry(First, Outcome.Refused, 1, 2)], Recorded[..1]);

    [Fact]
    public void A_change_that_was_not_published_is_objected_to() =>
        ShouldObject(ObjectionKind.Event, GoodHistory with { Events = [.. GoodHistory.Events!.Skip(2)] });

    [Fact]
    public void An_event_of_what_never_was_is_objected_to() =>
        ShouldObject(
            ObjectionKind.Event,
            GoodHistory with
            {
                Events = [.. GoodHistory.Events!, new Published(Guid.NewGuid(), Recorded[0] with { Balance = 11 })],
            }
        );

    [Fact]
    public void A_repeated_event_with_a_message_id_of_its_own_is_objected_to() =>
        ShouldObject(
            ObjectionKind.Event,
            GoodHistory with
            {
                Events = [.. GoodHistory.Events!, new Published(Guid.NewGuid(), Recorded[0])],
            }
        );

    private static IReadOnlyList<Objection> Check(Entry[] entries, Change[] changes) =>
        HistoryChecker.Check(new History(entries, changes));

    private static void ShouldObject(ObjectionKind kind, Entry[] entries, Change[] changes) =>
        ShouldObject(kind, new History(entries, changes));

    private static void ShouldObject(ObjectionKind kind, History history) =>
        HistoryChecker.Check(history).ShouldContain(objection => objection.Kind == kind);
}
