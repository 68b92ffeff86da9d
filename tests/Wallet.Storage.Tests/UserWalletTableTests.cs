using System.Text;
using Tests.Approvals;
using TypedTables;
using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage.Tests;

public sealed class UserWalletTableTests
{
    private static readonly Guid UserId = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");
    private static readonly Guid OperationId = Guid.Parse("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21");
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_stored_form_of_a_wallet_is_frozen()
    {
        Lines(UserWalletTable.Schema.Encode(new UserWallet(UserId, 100, 3, At, 50)))
            .ShouldBeApproved("stored-wallet.json");
    }

    [Fact]
    public void The_stored_form_of_an_operation_is_frozen()
    {
        var record = new AppliedRecord(
            OperationId,
            OperationPart.First,
            "what was asked",
            UserId,
            100,
            50,
            3,
            At,
            At.AddDays(7)
        );

        Lines(OperationTable.Schema.Encode(record)).ShouldBeApproved("stored-operation.json");
    }

    [Fact]
    public void The_stored_form_of_a_refusal_is_frozen_and_has_none_of_the_keys_of_the_history()
    {
        var record = new RefusedRecord(
            OperationId,
            "what was asked",
            RefusalReason.InsufficientFunds,
            "why",
            UserId,
            new UserWallet(UserId, 100, 3, At),
            At,
            At.AddDays(7)
        );

        var stored = OperationTable.Schema.Encode(record);

        Lines(stored).ShouldBeApproved("stored-refusal.json");
        Lines(stored).ShouldNotContain("\"user_id\"");
        OperationTable.Schema.Decode(stored).ShouldBe(record);
    }

    [Fact]
    public void A_refusal_for_a_wallet_that_is_not_there_is_read_as_it_was_written()
    {
        var record = new RefusedRecord(
            OperationId,
            "what was asked",
            RefusalReason.WalletNotFound,
            "why",
            UserId,
            Current: null,
            At,
            ExpiresAt: null
        );

        OperationTable.Schema.Decode(OperationTable.Schema.Encode(record)).ShouldBe(record);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 50)]
    public void A_wallet_is_read_as_it_was_written(long version, long overdraft)
    {
        var wallet = new UserWallet(UserId, 100, version, At, overdraft);

        UserWalletTable.Schema.Decode(UserWalletTable.Schema.Encode(wallet)).ShouldBe(wallet);
    }

    [Fact]
    public void What_the_seed_wrote_is_a_wallet_at_version_0()
    {
        UserWalletTable
            .Schema.Decode("""{"user_id":{"S":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1"},"balance":{"N":"100"}}"""u8)
            .ShouldBe(new UserWallet(UserId, 100, 0, null));
    }

    private static string Lines(byte[] stored) =>
        Encoding.UTF8.GetString(stored).Replace("},", "},\n", StringComparison.Ordinal);
}
