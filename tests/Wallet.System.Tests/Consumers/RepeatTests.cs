using MassTransit;
using SystemTests.Faults;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace SystemTests.Consumers;

/// <summary>What one operation id stands for, whichever verb it is, and for how long.</summary>
[Collection(nameof(TableTests))]
public sealed class RepeatTests(Engines engines) : IAsyncLifetime
{
    private static readonly Guid From = Guid.NewGuid();
    private static readonly Guid To = Guid.NewGuid();
    private static readonly Guid Third = Guid.NewGuid();
    private static readonly Guid Id = Guid.NewGuid();

    private ConsumerHarness _harness = null!;

    public static TheoryData<string> Verbs => [.. OperationMatrix.Verbs];

    /// <summary>Pairs of messages with one operation id that differ in one thing.</summary>
    public static TheoryData<string, string> Others
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (verb, others) in Different)
            {
                foreach (var other in others.Keys)
                    data.Add(verb, other);
            }

            return data;
        }
    }

    private static Dictionary<string, Dictionary<string, object>> Different =>
        new(StringComparer.Ordinal)
        {
            [nameof(SetBalance)] = new(StringComparer.Ordinal)
            {
                ["wallet"] = new SetBalance
                {
                    UserId = Third,
                    Balance = OperationMatrix.After,
                    OperationId = Id,
                },
                ["balance"] = new SetBalance
                {
                    UserId = From,
                    Balance = 71,
                    OperationId = Id,
                },
                ["expected version"] = new SetBalance
                {
                    UserId = From,
                    Balance = OperationMatrix.After,
                    OperationId = Id,
                    ExpectedVersion = 0,
                },
                ["overdraft"] = new SetBalance
                {
                    UserId = From,
                    Balance = OperationMatrix.After,
                    OperationId = Id,
                    Overdraft = 0,
                },
                ["verb"] = new AdjustBalance
                {
                    UserId = From,
                    Amount = OperationMatrix.After,
                    OperationId = Id,
                },
            },
            [nameof(AdjustBalance)] = new(StringComparer.Ordinal)
            {
                ["wallet"] = new AdjustBalance
                {
                    UserId = Third,
                    Amount = -30,
                    OperationId = Id,
                },
                ["sign"] = new AdjustBalance
                {
                    UserId = From,
                    Amount = 30,
                    OperationId = Id,
                },
                ["expected version"] = new AdjustBalance
                {
                    UserId = From,
                    Amount = -30,
                    OperationId = Id,
                    ExpectedVersion = 1,
                },
                ["verb"] = new TransferBalance
                {
                    From = From,
                    To = To,
                    Amount = 30,
                    OperationId = Id,
                },
            },
            [nameof(TransferBalance)] = new(StringComparer.Ordinal)
            {
                ["direction"] = new TransferBalance
                {
                    From = To,
                    To = From,
                    Amount = 30,
                    OperationId = Id,
                },
                ["wallet"] = new TransferBalance
                {
                    From = From,
                    To = Third,
                    Amount = 30,
                    OperationId = Id,
                },
                ["amount"] = new TransferBalance
                {
                    From = From,
                    To = To,
                    Amount = 31,
                    OperationId = Id,
                },
                ["verb"] = new AdjustBalance
                {
                    UserId = From,
                    Amount = -30,
                    OperationId = Id,
                },
            },
        };

    public async ValueTask InitializeAsync()
    {
        _harness = await ConsumerHarness.StartAsync(engines.Endpoint(Engines.Embedded));
        foreach (var userId in (Guid[])[From, To, Third])
            await _harness.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance { UserId = userId, Balance = OperationMatrix.Before }
            );
    }

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();

    [Theory]
    [MemberData(nameof(Others))]
    public async Task The_same_id_with_another_content_is_refused_and_changes_nothing(string verb, string other)
    {
        await _harness.AppliedAsync(OperationMatrix.Message(verb, From, To, Id));

        var refused = await RefusedAsync(Different[verb][other]);

        (refused.Reason, refused.OperationId).ShouldBe((RefusalReason.OperationIdReused, Id));
        (await StandAsync()).ShouldBe(
            (OperationMatrix.After, 2, verb == nameof(TransferBalance) ? 130 : 100, OperationMatrix.WalletsOf(verb))
        );
        (await StoredAsync(Third)).ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_repeat_after_newer_operations_gets_the_stored_answer_and_undoes_nothing(string verb)
    {
        var message = OperationMatrix.Message(verb, From, To, Id);
        var first = await _harness.AppliedAsync(message);
        await _harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = From, Balance = 1 });
        await _harness.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = To, Balance = 2 });
        var before = await StandAsync();

        (await _harness.AppliedAsync(message)).ShouldBe(first);

        (await StandAsync()).ShouldBe(before);
        var events = _harness.Events.Of(Id);
        events.Count.ShouldBe(2 * OperationMatrix.WalletsOf(verb));
        events
            .Take(events.Count / 2)
            .ShouldBe(events.Skip(events.Count / 2), "it is published again, as it was, with the same message ids");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_repeat_that_comes_when_its_record_is_gone_is_a_new_operation(string verb)
    {
        await _harness.AppliedAsync(OperationMatrix.Message(verb, From, To, Id));
        foreach (var part in Enum.GetValues<OperationPart>())
            await _harness.Operations.DeleteAsync(OperationTable.KeyOf(Id, part));

        await _harness.AppliedAsync(OperationMatrix.Message(verb, From, To, Id));

        (await StoredAsync(From)).ShouldNotBeNull().Version.ShouldBe(3);
    }

    [Theory]
    [InlineData("First")]
    [InlineData("Second")]
    public async Task A_repeat_of_a_transfer_of_which_one_record_has_expired_is_refused_and_changes_nothing(
        string expired
    )
    {
        var message = new TransferBalance { From = From, To = To, Amount = 30, OperationId = Id };
        await _harness.AppliedAsync(message);
        await _harness.Operations.DeleteAsync(OperationTable.KeyOf(Id, Enum.Parse<OperationPart>(expired)));

        var refused = await RefusedAsync(message);

        refused.Reason.ShouldBe(RefusalReason.OperationIdReused);
        refused.Message.ShouldContain("what it did is half forgotten. Look at the wallets");
        (await StandAsync()).ShouldBe((OperationMatrix.After, 2, 130, 2));
    }

    [Theory]
    [InlineData("First")]
    [InlineData("Second")]
    public async Task It_is_refused_as_a_repeat_also_where_the_wallets_would_not_allow_it_any_more(string expired)
    {
        var message = new TransferBalance { From = From, To = To, Amount = 80, OperationId = Id };
        await _harness.AppliedAsync(message);
        await _harness.Operations.DeleteAsync(OperationTable.KeyOf(Id, Enum.Parse<OperationPart>(expired)));

        var refused = await RefusedAsync(message);
        var again = await RefusedAsync(message);

        (refused.Reason, again.Reason).ShouldBe((RefusalReason.OperationIdReused, RefusalReason.OperationIdReused));
        refused.Message.ShouldContain("what it did is half forgotten. Look at the wallets");
        (await StandAsync()).ShouldBe((20, 2, 180, 2));
        (await _harness.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = Id })).Refused
            .ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_is_final_and_the_same_message_gets_it_again_whatever_has_changed()
    {
        var message = new AdjustBalance { UserId = From, Amount = -130, OperationId = Id };

        var refused = await RefusedAsync(message);
        await _harness.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = From, Amount = 30 });
        var again = await RefusedAsync(message);

        refused.Reason.ShouldBe(RefusalReason.InsufficientFunds);
        again.ShouldBe(refused, "whoever was told of a refusal must never see the operation take effect");
        (await StoredAsync(From)).ShouldNotBeNull().Balance.ShouldBe(130);
        _harness.Events.Of(Id).ShouldBeEmpty();
        (
            await _harness.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = Id })
        ).Refused.ShouldBe(refused);
        (
            await _harness.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = From })
        ).Operations.ShouldNotContain(one => one.OperationId == Id);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task The_id_of_a_refused_operation_is_good_for_nothing_else(string verb)
    {
        var refused = await RefusedAsync(new AdjustBalance { UserId = From, Amount = -1_000_000, OperationId = Id });

        var other = OperationMatrix.Message(verb, From, To, Id);
        var again = other switch
        {
            SetBalance set => await _harness.AskAsync<SetBalance, OperationRefused>(set),
            AdjustBalance adjust => await _harness.AskAsync<AdjustBalance, OperationRefused>(adjust),
            var transfer => await _harness.AskAsync<TransferBalance, OperationRefused>((TransferBalance)transfer),
        };

        (refused.Reason, again.Reason).ShouldBe((RefusalReason.InsufficientFunds, RefusalReason.OperationIdReused));
        (await StandAsync()).ShouldBe((OperationMatrix.Before, 1, OperationMatrix.Before, 1));
    }

    [Fact]
    public async Task The_id_in_the_body_comes_before_the_original_message_s_and_that_before_the_message_s_own()
    {
        var (original, own) = (NewId.NextGuid(), NewId.NextGuid());

        await SendAsync(new AdjustBalance { UserId = From, Amount = 1, OperationId = Id });
        await SendAsync(new AdjustBalance { UserId = From, Amount = 2 });
        await SendAsync(new AdjustBalance { UserId = From, Amount = 2 }); // delivered once more, as the same message

        await Eventually.IsTrueAsync(
            () => _harness.Events.Of(Id).Count == 1 && _harness.Events.Of(original).Count == 2,
            "an event of the first and two of the other"
        );
        (await StoredAsync(From)).ShouldNotBeNull().Balance.ShouldBe(103);

        Task SendAsync(AdjustBalance message) => _harness.Bus.Bus.Publish(message, context =>
        {
            context.MessageId = own;
            context.Headers.Set(MessageHeaders.OriginalMessageId, original);
        });
    }

    [Fact]
    public async Task An_operation_is_remembered_for_ever_where_that_is_set()
    {
        await using var harness = await ConsumerHarness.StartAsync(
            engines.Endpoint(Engines.Embedded),
            retentionDays: 0
        );

        await harness.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance
            {
                UserId = From,
                Balance = 1,
                OperationId = Id,
            }
        );

        var record = await harness.Operations.GetAsync(OperationTable.KeyOf(Id, OperationPart.First));
        record.ShouldNotBeNull().ExpiresAt.ShouldBeNull();
        (
            await harness.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = Id })
        ).RememberedSince.ShouldBeNull();
    }

    private Task<OperationRefused> RefusedAsync(object message) => message switch
    {
        SetBalance set => _harness.AskAsync<SetBalance, OperationRefused>(set),
        AdjustBalance adjust => _harness.AskAsync<AdjustBalance, OperationRefused>(adjust),
        TransferBalance transfer => _harness.AskAsync<TransferBalance, OperationRefused>(transfer),
        _ => throw new NotSupportedException($"{message}"),
    };

    private async Task<(long FromBalance, long FromVersion, long ToBalance, long ToVersion)> StandAsync()
    {
        var (from, to) = ((await StoredAsync(From)).ShouldNotBeNull(), (await StoredAsync(To)).ShouldNotBeNull());
        return (from.Balance, from.Version, to.Balance, to.Version);
    }

    private Task<UserWallet?> StoredAsync(Guid userId) => _harness.Wallets.GetAsync(UserWalletTable.KeyOf(userId));
}
