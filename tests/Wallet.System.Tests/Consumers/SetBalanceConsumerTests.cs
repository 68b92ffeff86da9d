using MassTransit;
using MassTransit.Testing;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace SystemTests.Consumers;

/// <summary>The same on both engines.</summary>
[Collection(nameof(TableTests))]
public sealed class SetBalanceConsumerOnEmbeddedEngineTests(Engines engines)
    : SetBalanceConsumerTests(engines.Endpoint(Engines.Embedded));

/// <inheritdoc/>
[Collection(nameof(TableTests))]
public sealed class SetBalanceConsumerOnAwsEngineTests(Engines engines)
    : SetBalanceConsumerTests(engines.Endpoint(Engines.Aws));

public abstract class SetBalanceConsumerTests(Uri engine) : IAsyncLifetime
{
    private readonly Guid _userId = Guid.NewGuid();
    private ConsumerHarness _harness = null!;

    public async ValueTask InitializeAsync() => _harness = await ConsumerHarness.StartAsync(engine);

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task A_new_wallet_has_version_1_and_no_previous_balance()
    {
        var operationId = Guid.NewGuid();

        var updated = await SetAsync(new SetBalance { UserId = _userId, Balance = 100, OperationId = operationId });

        updated.ShouldBe(new BalanceUpdated
        {
            UserId = _userId,
            Balance = 100,
            PreviousBalance = null,
            Version = 1,
            OperationId = operationId,
            UpdatedAt = updated.UpdatedAt,
        });
        updated.UpdatedAt.Offset.ShouldBe(TimeSpan.Zero);
        (await StoredAsync()).ShouldBe(new UserWallet(_userId, 100, 1, updated.UpdatedAt));
    }

    [Fact]
    public async Task A_second_write_carries_the_balance_before_and_the_next_version()
    {
        await SetAsync(new SetBalance { UserId = _userId, Balance = long.MinValue });

        var updated = await SetAsync(new SetBalance { UserId = _userId, Balance = long.MaxValue });

        (updated.PreviousBalance, updated.Balance, updated.Version).ShouldBe((long.MinValue, long.MaxValue, 2));
    }

    [Fact]
    public async Task Without_an_operation_id_the_message_s_own_id_is_it()
    {
        var messageId = NewId.NextGuid();

        await _harness.Bus.Bus.Publish(
            new SetBalance { UserId = _userId, Balance = 1 },
            context => context.MessageId = messageId
        );

        (await _harness.PublishedAsync<BalanceUpdated>()).OperationId.ShouldBe(messageId);
    }

    [Fact]
    public async Task The_update_is_published_as_an_event_even_when_nobody_waits_for_a_response()
    {
        await _harness.Bus.Bus.Publish(new SetBalance { UserId = _userId, Balance = 1 });

        (await _harness.PublishedAsync<BalanceUpdated>()).UserId.ShouldBe(_userId);
        (await _harness.Bus.Sent.Any<BalanceUpdated>()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_response_and_an_event_say_the_same()
    {
        var response = await SetAsync(new SetBalance { UserId = _userId, Balance = 1 });

        _harness.Events.All.OfType<BalanceUpdated>().ShouldHaveSingleItem().ShouldBe(response);
    }

    [Fact]
    public async Task An_expected_version_that_is_right_lets_the_write_through()
    {
        await SetAsync(new SetBalance { UserId = _userId, Balance = 1, ExpectedVersion = 0 });

        (await SetAsync(new SetBalance { UserId = _userId, Balance = 2, ExpectedVersion = 1 })).Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_expected_version_that_is_wrong_is_refused_with_the_wallet_as_it_is()
    {
        var first = await SetAsync(new SetBalance { UserId = _userId, Balance = 1 });
        var late = new SetBalance { UserId = _userId, Balance = 2, OperationId = Guid.NewGuid(), ExpectedVersion = 7 };

        var refused = await RefusedAsync(late);

        refused.Reason.ShouldBe(RefusalReason.VersionMismatch);
        refused.Message.ShouldContain("version 1, not 7");
        (refused.OperationId, refused.Found, refused.Balance, refused.Version, refused.UpdatedAt)
            .ShouldBe((late.OperationId!.Value, true, 1L, 1L, first.UpdatedAt));
        (await StoredAsync())!.Balance.ShouldBe(1);
        // and none of the refused one
        _harness.Events.All.OfType<BalanceUpdated>().ShouldHaveSingleItem().ShouldBe(first);
    }

    [Fact]
    public async Task A_refusal_of_a_wallet_that_does_not_exist_says_so_and_makes_none()
    {
        var refused = await RefusedAsync(new SetBalance { UserId = _userId, Balance = 2, ExpectedVersion = 1 });

        (refused.Found, refused.Balance, refused.Version, refused.UpdatedAt).ShouldBe(
            (false, (long?)null, 0L, (DateTimeOffset?)null)
        );
        (await StoredAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_without_a_response_address_is_published()
    {
        await _harness.Bus.Bus.Publish(new SetBalance { UserId = _userId, Balance = 2, ExpectedVersion = 1 });

        (await _harness.PublishedAsync<OperationRefused>()).UserId.ShouldBe(_userId);
    }

    [Fact]
    public async Task A_repeat_gets_the_stored_answer_and_writes_nothing()
    {
        var message = new SetBalance
        {
            UserId = _userId,
            Balance = 5,
            OperationId = Guid.NewGuid(),
            ExpectedVersion = 0,
        };
        var first = await SetAsync(message);

        (await SetAsync(message)).ShouldBe(first);
        (await StoredAsync())!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_late_repeat_does_not_undo_what_came_after_it()
    {
        var old = new SetBalance { UserId = _userId, Balance = 5, OperationId = Guid.NewGuid() };
        var first = await SetAsync(old);
        await SetAsync(new SetBalance { UserId = _userId, Balance = 6 });

        (await SetAsync(old)).ShouldBe(first);

        var stored = (await StoredAsync()).ShouldNotBeNull();
        (stored.Balance, stored.Version).ShouldBe((6, 2));
    }

    [Fact]
    public async Task A_repeat_is_published_with_the_same_message_id()
    {
        var message = new SetBalance { UserId = _userId, Balance = 5, OperationId = Guid.NewGuid() };
        await SetAsync(message);
        await SetAsync(message);

        var events = _harness.Events.Of(message.OperationId!.Value);

        events.Count.ShouldBe(2);
        events[1].ShouldBe(events[0]);
        events[0].MessageId.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_operation_id_is_good_for_one_wallet_only()
    {
        var message = new SetBalance { UserId = _userId, Balance = 5, OperationId = Guid.NewGuid() };
        await SetAsync(message);

        var refused = await RefusedAsync(message with { UserId = Guid.NewGuid() });

        (refused.Reason, refused.Found).ShouldBe((RefusalReason.OperationIdReused, false));
    }

    [Fact]
    public async Task The_same_message_many_times_at_once_takes_effect_once()
    {
        var message = new SetBalance { UserId = _userId, Balance = 5, OperationId = Guid.NewGuid() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SetAsync(message)));

        answers.Distinct().ShouldHaveSingleItem().Version.ShouldBe(1);
        (await StoredAsync())!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task The_record_of_an_operation_expires_after_the_time_that_is_set()
    {
        var updated = await SetAsync(new SetBalance { UserId = _userId, Balance = 5 });

        var record = await _harness.Operations.GetAsync(OperationTable.KeyOf(updated.OperationId, OperationPart.First));

        (record.ShouldNotBeNull().ExpiresAt!.Value - updated.UpdatedAt).ShouldBeInRange(
            TimeSpan.FromDays(7),
            TimeSpan.FromDays(7).Add(TimeSpan.FromSeconds(1))
        );
    }

    [Fact]
    public async Task An_operation_s_id_with_another_balance_is_refused()
    {
        var message = new SetBalance { UserId = _userId, Balance = 5, OperationId = Guid.NewGuid() };
        await SetAsync(message);

        (await RefusedAsync(message with { Balance = 6 })).Reason.ShouldBe(RefusalReason.OperationIdReused);
        (await StoredAsync())!.Balance.ShouldBe(5);
    }

    [Fact]
    public async Task A_wallet_that_the_seed_wrote_is_adopted_at_its_first_write()
    {
        await _harness.Wallets.UpdateAsync(Key.Of(UserWalletTable.UserId, _userId), UserWalletTable.Balance.Set(100));

        var updated = await SetAsync(new SetBalance { UserId = _userId, Balance = 90, ExpectedVersion = 0 });

        (updated.PreviousBalance, updated.Version).ShouldBe((100, 1));
    }

    [Fact]
    public async Task Many_at_once_all_apply_with_contiguous_versions_each_naming_the_balance_before()
    {
        const int Writers = 10;

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, Writers)
                .Select(balance => SetAsync(new SetBalance { UserId = _userId, Balance = balance }))
        );

        var inOrder = answers.OrderBy(answer => answer.Version).ToList();
        inOrder
            .Select(answer => answer.Version)
            .ShouldBe(Enumerable.Range(1, Writers).Select(version => (long)version));
        inOrder
            .Select(answer => answer.PreviousBalance)
            .ShouldBe(inOrder.Select(answer => (long?)answer.Balance).Prepend(null).Take(Writers));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", null, null, "userId")]
    [InlineData("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21", "00000000-0000-0000-0000-000000000000", null, "operationId")]
    [InlineData("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21", null, -1L, "expectedVersion")]
    public async Task Values_that_stand_for_nothing_are_faulted_by_name(
        string userId,
        string? operationId,
        long? expectedVersion,
        string field
    )
    {
        var message = new SetBalance
        {
            UserId = Guid.Parse(userId),
            Balance = 1,
            OperationId = operationId is null ? null : Guid.Parse(operationId),
            ExpectedVersion = expectedVersion,
        };

        var fault = await Should.ThrowAsync<RequestFaultException>(SetAsync(message));

        fault.Fault!.Exceptions[0].Message.ShouldContain($"SetBalance is refused: {field} is");
    }

    [Fact]
    public async Task A_balance_left_out_of_an_anonymous_message_never_reads_as_zero()
    {
        var client = _harness.Bus.GetRequestClient<SetBalance>();

        var error = await Should.ThrowAsync<Exception>(client.GetResponse<BalanceUpdated>(new { UserId = _userId }));
        error.GetBaseException().Message.ShouldContain("SetBalance.Balance was never set");

        (await StoredAsync()).ShouldBeNull();
    }

    private Task<BalanceUpdated> SetAsync(SetBalance message) =>
        _harness.AskAsync<SetBalance, BalanceUpdated>(message);

    private Task<OperationRefused> RefusedAsync(SetBalance message) =>
        _harness.AskAsync<SetBalance, OperationRefused>(message);

    private Task<UserWallet?> StoredAsync() => _harness.Wallets.GetAsync(Key.Of(UserWalletTable.UserId, _userId));
}
