using System.Text;
using RabbitMQ.Client;
using Wallet.Cli.Parked;
using Wallet.Contracts;

namespace Wallet.Cli.Tests.Parked;

public sealed class ReplayDecisionTests
{
    private const string Set = """{"userId":"USER","balance":100,"operationId":"OP"}""";

    private static readonly Guid User = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");
    private static readonly Guid Other = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static readonly Guid Operation = Guid.Parse("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21");
    private static readonly ReplayChoice Usual = new(IsForced: false, TakesUndated: false, TakesExpired: true);
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 10, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Sent = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_has_not_been_carried_out_is_sent_again() =>
        Of(Parked(Set)).Verdict.ShouldBe(Verdict.SentAgain);

    [Fact]
    public void What_is_applied_is_told_with_the_versions_it_made()
    {
        var decision = Of(Parked(Set), Found(Change(User, 100, 50, 3)), current: 3);
        (decision.Verdict, decision.Reason).ShouldBe(
            (Verdict.AlreadyApplied, $"it made version 3 of wallet {User}, which still has it")
        );

        Of(Parked(Set), Found(Change(User, 100, 50, 3)), current: 7).Reason.ShouldEndWith("which now has version 7");
    }

    [Theory]
    [InlineData("set", """{"userId":"USER","balance":101,"operationId":"OP"}""")]
    [InlineData("set", """{"userId":"OTHER","balance":100,"operationId":"OP"}""")]
    [InlineData("adjust", """{"userId":"USER","amount":51,"operationId":"OP"}""")]
    [InlineData("transfer", """{"from":"OTHER","to":"USER","amount":50,"operationId":"OP"}""")]
    public void An_id_that_stands_for_something_else_is_never_taken_for_this(string verb, string body) =>
        Of(Parked(body, verb), Found(Change(User, 100, 50, 3)), current: 3).Verdict.ShouldBe(Verdict.IdReused);

    [Theory]
    [InlineData("adjust", """{"userId":"USER","amount":"50","operationId":"OP"}""")]
    [InlineData("adjust", """{"UserID":"USER","Amount":50,"operationId":"OP"}""")]
    public void An_applied_adjustment_is_recognised_by_its_amount(string verb, string body) =>
        Of(Parked(body, verb), Found(Change(User, 100, 50, 3)), current: 3).Verdict.ShouldBe(Verdict.AlreadyApplied);

    [Fact]
    public void An_applied_transfer_is_recognised_by_both_wallets() =>
        Of(
            Parked("""{"from":"USER","to":"OTHER","amount":50,"operationId":"OP"}""", "transfer"),
            Found(Change(User, 50, 100, 3), Change(Other, 50, 0, 1)),
            current: 3
        )
            .Verdict.ShouldBe(Verdict.AlreadyApplied);

    [Theory]
    [InlineData(-1, Verdict.SentAgain)]
    [InlineData(0, Verdict.Superseded)]
    [InlineData(1, Verdict.Superseded)]
    public void A_set_is_superseded_when_its_wallet_was_written_after_it_was_sent(int seconds, object verdict) =>
        Of(Parked(Set), wallet: Wallet(Sent.AddSeconds(seconds))).Verdict.ShouldBe((Verdict)verdict);

    [Theory]
    [InlineData(null, Verdict.SentAgain)] // There is no such wallet: nothing can be undone.
    [InlineData(-9999, Verdict.Undated)]
    [InlineData(60, Verdict.Superseded)]
    public void A_set_that_does_not_say_when_it_was_sent_may_be_older_than_whatever_is_stored(int? seconds,
        object verdict)
    {
        var set = Parked(Set, isTimed: false) with { ParkedAt = Sent };
        var wallet = seconds is { } after ? Wallet(Sent.AddSeconds(after))
            : Wallet(Sent) with { Found = false, UpdatedAt = null, Version = 0 };

        Of(set, wallet: wallet).Verdict.ShouldBe((Verdict)verdict);
        var allowed = (Verdict)verdict == Verdict.Undated ? Verdict.SentAgain : (Verdict)verdict;
        Of(set, wallet: wallet,
            choice: new ReplayChoice(IsForced: false, TakesUndated: true,
            TakesExpired: true)).Verdict.ShouldBe(allowed);
    }

    [Fact]
    public void A_time_of_sending_after_the_time_of_parking_is_none()
    {
        var ahead = Parked(Set, sent: Sent.AddSeconds(5)) with { ParkedAt = Sent };

        (ahead.DatedAt, ahead.SentBy).ShouldBe((null, Sent));
        Of(ahead, wallet: Wallet(Sent.AddSeconds(-3))).Verdict.ShouldBe(Verdict.Undated);
    }

    [Fact]
    public void A_wallet_that_does_not_say_when_it_was_written_may_have_been_written_since() =>
        Of(Parked(Set), wallet: Wallet(Sent) with { UpdatedAt = null, Version = 0 }).Verdict.ShouldBe(Verdict.Undated);

    [Theory]
    [InlineData("set", """{"userId":"USER","balance":100,"operationId":"OP","expectedVersion":3}""")]
    [InlineData("adjust", """{"userId":"USER","amount":5,"operationId":"OP"}""")]
    [InlineData("transfer", """{"from":"USER","to":"OTHER","amount":5,"operationId":"OP"}""")]
    public void What_minds_the_wallet_itself_is_sent_again_whatever_was_written_meanwhile(string verb, string body) =>
        Of(Parked(body, verb), wallet: Wallet(Sent.AddSeconds(9))).Verdict.ShouldBe(Verdict.SentAgain);

    [Fact]
    public void What_is_older_than_the_workers_memory_is_not_sent_again() =>
        Of(Parked(Set), NotFound(Sent.AddSeconds(1))).Verdict.ShouldBe(Verdict.Forgotten);

    /// <summary>
    /// The record of what was done three days ago may have expired after one, whatever the setting is now.
    /// </summary>
    [Theory]
    [InlineData(22, 5, Verdict.SentAgain)] // Every worker remembers that.
    [InlineData(72, 5, Verdict.Forgotten)]
    [InlineData(72, -5, Verdict.Forgotten)] // Clocks may differ by that.
    [InlineData(72, -7200, Verdict.SentAgain)]
    public void What_may_have_been_forgotten_is_sent_again_only_where_its_wallet_proves_that_it_was_not_done(
        int hoursAgo, int writtenAfter, object verdict)
    {
        var sent = Now.AddHours(-hoursAgo);
        const string adjust = """{"userId":"USER","amount":5,"operationId":"OP"}""";

        Of(Parked(adjust, "adjust", sent: sent), NotFound(Now.AddDays(-30)),
            Wallet(sent.AddSeconds(writtenAfter))).Verdict.ShouldBe((Verdict)verdict);
        Of(Parked(adjust, "adjust", sent: sent), NotFound(null),
            Wallet(sent.AddSeconds(writtenAfter))).Verdict.ShouldBe((Verdict)verdict);
    }

    /// <summary>As where a sender's clock, or its field, was never set.</summary>
    [Fact]
    public void What_says_that_it_was_sent_at_the_beginning_of_time_is_decided_like_any_other()
    {
        const string adjust = """{"userId":"USER","amount":5,"operationId":"OP"}""";

        Of(Parked(adjust, "adjust", sent: DateTimeOffset.MinValue), NotFound(null), Wallet(Sent)).Verdict
            .ShouldBe(Verdict.Forgotten);
        WorkerKnowledge.IsWhole([Change(User, 1, 1, 9)], Wallet(Sent), DateTimeOffset.MinValue).ShouldBeFalse();
        WorkerKnowledge.IsWhole([Change(User, 1, 1, 9)], Wallet(Sent), DateTimeOffset.MaxValue).ShouldBeTrue();
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_as_the_worker_skips_it() =>
        Parked($"\ufeff{Set}").ShouldSatisfyAllConditions(
            message => message.OperationId.ShouldBe(Operation),
            message => message.Fields.Wallets.ShouldBe([User]));

    [Fact]
    public void A_history_without_a_hole_proves_that_what_is_not_in_it_was_not_done()
    {
        List<BalanceUpdated> history = [.. Enumerable.Range(1, 9).Select(version =>
            Change(User, 1, 1, version) with { UpdatedAt = Sent.AddHours(version) })];
        var wallet = Wallet(Sent.AddHours(9));

        WorkerKnowledge.IsWhole(history, wallet, Sent.AddHours(5)).ShouldBeTrue();
        WorkerKnowledge.IsWhole(history, wallet, Sent).ShouldBeTrue();
        WorkerKnowledge.IsWhole([.. history.Skip(2)], wallet, Sent.AddHours(5)).ShouldBeTrue();
        WorkerKnowledge.IsWhole([.. history.Skip(2)], wallet, Sent.AddHours(3)).ShouldBeFalse();
        WorkerKnowledge.IsWhole([.. history.Where(one => one.Version != 7)], wallet, Sent.AddHours(5)).ShouldBeFalse();
        WorkerKnowledge.IsWhole([.. history.SkipLast(1)], wallet, Sent.AddHours(5)).ShouldBeFalse();
        WorkerKnowledge.IsWhole([], wallet, Sent).ShouldBeFalse();
    }

    [Fact]
    public void What_expired_is_sent_only_where_it_is_named()
    {
        var expired = Parked(Set) with { Queue = "wallet-set-balance_dead", IsExpired = true };

        Of(expired, choice: new ReplayChoice(IsForced: false, TakesUndated: true,
            TakesExpired: false)).Verdict.ShouldBe(Verdict.Expired);
        Of(expired).Verdict.ShouldBe(Verdict.SentAgain);
        Causes.Find(expired).ShouldBe("expired");
        Causes.Describe(expired).ShouldBe("It expired before a worker took it.");
        Causes.Describe(expired with { IsExpired = false,
            DeathReason = "delivery_limit" }).ShouldStartWith("It was delivered too often");
    }

    [Fact]
    public void What_no_worker_can_read_stays() =>
        Of(Parked(Set) with { Unreadable = "price" }).Verdict.ShouldBe(Verdict.NotCarriedOut);

    [Theory]
    [InlineData("""{"userId":"USER","balance":100}""")]
    [InlineData("""{"userId":"USER","balance":100,"operationId":"mine"}""")]
    [InlineData("""{"userId":"USER","balance":100,"operationId":"00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("nonsense")]
    public void What_names_no_operation_cannot_have_been_one(string body)
    {
        Parked(body).OperationId.ShouldBeNull();
        ReplayDecision.Decide(Parked(body), WorkerKnowledge.Nothing, Usual, Now).Verdict
            .ShouldBe(Verdict.NotCarriedOut);
    }

    [Fact]
    public void A_message_id_stands_for_the_operation_and_the_id_it_was_first_sent_with_before_that()
    {
        Parked("""{"userId":"USER","balance":1}""", messageId: $"{Operation}").OperationId.ShouldBe(Operation);
        Parked("""{"userId":"USER","balance":1}""", messageId: $"{User}", original: $"{Operation}")
            .OperationId.ShouldBe(Operation);
        Parked(
                $$$"""{"messageId":"{{{Operation}}}","sentTime":"2026-01-31T12:00:00Z","message":"""
                    + $$$"""{"userId":"USER","balance":1}}""",
                isEnvelope: true
            )
            .ShouldSatisfyAllConditions(
                message => message.OperationId.ShouldBe(Operation),
                message => message.SentAt.ShouldBe(Sent),
                message => message.Fields.Wallets.ShouldBe([User])
            );
    }

    [Fact]
    public void What_the_worker_can_never_carry_out_stays() =>
        Of(Parked(Set) with { FaultType = "Wallet.Worker.Messages.BadMessageException" })
            .Verdict.ShouldBe(Verdict.NotCarriedOut);

    /// <summary>As older workers have parked it, with the parser's own exception.</summary>
    [Fact]
    public void What_the_worker_could_not_read_is_a_bad_message_and_stays_with_the_reason_although_it_has_an_id()
    {
        var message = Parked("balance=5", messageId: $"{Operation}") with
        {
            FaultType = "System.Text.Json.JsonReaderException",
            Fault = "The message is refused: it cannot be read. Its body is not the JSON that was expected: 'b'.",
        };

        var decision = Of(message);

        (Causes.Find(message), decision.Verdict).ShouldBe((Causes.BadMessage, Verdict.NotCarriedOut));
        decision.Reason.ShouldContain("Its body is not the JSON that was expected");
    }

    [Theory]
    [InlineData("No answer in 3 s.", "No answer in # s.")]
    [InlineData("its body is not UTF-8, at 17 of 20", "its body is not UTF-8, at # of #")]
    [InlineData("Signature expired: 20260131T120000Z is earlier", "Signature expired: # is earlier")]
    [InlineData("wallet 0f8fad5b-d9cb-469f-a165-70867728950e has -5", "wallet # has -#")]
    [InlineData("http://127.0.0.1:8000 or host-7 or sha256", "http://#.#.#.#:# or host-7 or sha256")]
    public void A_kind_of_fault_leaves_out_ids_and_numbers_but_not_the_digits_of_names(string fault, string kind) =>
        Causes.Kind(Parked(Set) with { Fault = fault }).ShouldBe(kind);

    [Fact]
    public void What_was_put_aside_is_called_by_its_own_type()
    {
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json" };
        Read("""{"messageType":["urn:message:Other:Thing"],"message":{}}""").Type.ShouldBe("Other:Thing");
        Read("""{"messageType":[5],"message":{}}""").Type.ShouldBe(nameof(SetBalance));
        Read("{}").Type.ShouldBe(nameof(SetBalance));

        ParkedMessage Read(string body) =>
            ParkedMessage.Read("wallet-set-balance_skipped", properties, Encoding.UTF8.GetBytes(body));
    }

    [Fact]
    public void What_was_put_aside_stays() =>
        Of(Parked(Set) with { Queue = "wallet-set-balance_skipped" }).Verdict.ShouldBe(Verdict.NotCarriedOut);

    [Fact]
    public void Of_two_sets_of_one_wallet_the_later_one_is_sent()
    {
        var earlier = Of(Parked(Set));
        var later = Of(Parked(Set.Replace("OP\"", $"{Other}\"", StringComparison.Ordinal), sent: Sent.AddSeconds(5)));
        var another = Of(Parked(Set.Replace("USER", $"{Other}", StringComparison.Ordinal), sent: Sent.AddSeconds(9)));

        ConflictingSets.Settle([earlier, later, another], Usual).Select(one =>
            one.Verdict).ShouldBe([Verdict.Superseded, Verdict.SentAgain, Verdict.SentAgain]);
    }

    [Theory]
    [InlineData("set", """{"userId":"USER","balance":7,"operationId":"OTHER"}""")]
    [InlineData("adjust", """{"userId":"USER","amount":7,"operationId":"OTHER"}""")]
    [InlineData("transfer", """{"from":"OTHER","to":"USER","amount":7,"operationId":"OTHER"}""")]
    public void A_set_whose_order_with_another_write_of_its_wallet_nobody_knows_stays(string verb, string body)
    {
        var set = Of(Parked(Set));
        var undated = Of(Parked(body, verb, isTimed: false) with { ParkedAt = Sent });
        var sameSecond = Of(Parked(body, verb));
        var earlier = Of(Parked(body, verb, sent: Sent.AddSeconds(-1)));

        ConflictingSets.Settle([set, undated], Usual)[0].Verdict.ShouldBe(Verdict.Undated);
        ConflictingSets.Settle([set, sameSecond], Usual)[0].Verdict.ShouldBe(Verdict.Undated);
        ConflictingSets.Settle([earlier, set], Usual)[1].Verdict.ShouldBe(Verdict.SentAgain);
        ConflictingSets.Settle([set, sameSecond], Usual with { TakesUndated = true })[0].Verdict.ShouldBe(verb == "set"
            ? Verdict.Superseded : Verdict.SentAgain);
    }

    [Fact]
    public void A_message_is_called_by_its_own_id_its_beginning_its_message_id_or_its_operation()
    {
        var message = Parked(Set, messageId: "m-1");

        new[] { message.Id, message.Id[..4].ToUpperInvariant(), "M-1", $"{Operation}" }.ShouldAllBe(id =>
            message.IsIdentifiedBy(id)
        );
        new[] { message.Id[..3], "m-", "", $"{User}" }.ShouldAllBe(id => !message.IsIdentifiedBy(id));
        Parked(Set, messageId: "m-1").Id.ShouldBe(message.Id);
        Parked(Set, messageId: "m-2").Id.ShouldNotBe(message.Id);
    }

    private static ReplayDecision Of(
        ParkedMessage message, OperationResult? operation = null, BalanceResult? wallet = null, long current = 0,
            ReplayChoice? choice = null) => ReplayDecision.Decide(
        message,
        new WorkerKnowledge(
            (operation ?? NotFound(null)) is { Found: true } found
                ? found with { Wallets = [.. found.Changes.Select(_ => Wallet(Sent) with { Version = current })] }
                : operation ?? NotFound(null),
            wallet is null ? [] : [wallet],
            IsHistoryWhole: false),
        choice ?? Usual,
        Now);

    private static ParkedMessage Parked(
        string body,
        string verb = "set",
        string? messageId = null,
        string? original = null,
        bool isEnvelope = false,
        DateTimeOffset? sent = null,
        bool isTimed = true
    )
    {
        var text = body.Replace("USER", $"{User}", StringComparison.Ordinal)
            .Replace("OTHER", $"{Other}", StringComparison.Ordinal)
            .Replace("OP\"", $"{Operation}\"", StringComparison.Ordinal);
        var properties = new BasicProperties
        {
            ContentType = isEnvelope ? "application/vnd.masstransit+json" : null,
            MessageId = messageId,
            Headers = original is null
                ? null
                : new Dictionary<string, object?>
                {
                    [MassTransit.MessageHeaders.OriginalMessageId] = Encoding.UTF8.GetBytes(original),
                },
        };
        var message = ParkedMessage.Read($"wallet-{verb}-balance_error", properties, Encoding.UTF8.GetBytes(text));
        return isEnvelope ? message : message with { SentAt = isTimed ? sent ?? Sent : null };
    }

    private static OperationResult NotFound(DateTimeOffset? since) =>
        new()
        {
            OperationId = Operation,
            Found = false,
            Changes = [],
            Wallets = [],
            Refused = null,
            RememberedSince = since,
        };

    [Fact]
    public void What_was_refused_goes_back_for_its_answer_only()
    {
        var refused = new OperationRefused
        {
            UserId = User,
            OperationId = Operation,
            Reason = RefusalReason.InsufficientFunds,
            Message = "",
            Found = true,
            Balance = 1,
            Version = 1,
            UpdatedAt = Sent,
        };

        var decision = Of(Parked(Set), NotFound(null) with { Found = true, Refused = refused });

        (decision.Verdict, decision.IsSent, decision.IsAnswered).ShouldBe((Verdict.AlreadyRefused, false, true));
        decision.Reason.ShouldBe(
            "it was refused (InsufficientFunds), which is final: send what is still wanted as a new operation"
        );
    }

    private static OperationResult Found(params BalanceUpdated[] changes) =>
        NotFound(null) with
        {
            Found = true,
            Changes = changes,
        };

    private static BalanceUpdated Change(Guid user, long balance, long? previous, long version) =>
        new()
        {
            UserId = user,
            Balance = balance,
            PreviousBalance = previous,
            Version = version,
            OperationId = Operation,
            UpdatedAt = Sent,
        };

    private static BalanceResult Wallet(DateTimeOffset at) =>
        new()
        {
            UserId = User,
            Found = true,
            Balance = 1,
            Version = 9,
            UpdatedAt = at,
        };
}
