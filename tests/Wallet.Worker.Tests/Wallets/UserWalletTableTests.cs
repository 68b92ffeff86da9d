using System.Text;
using Tests.Approvals;
using TypedTables;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Tests.Wallets;

public sealed class UserWalletTableTests
{
    private static readonly Guid UserId = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");
    private static readonly LastWrite LastWrite = new(Guid.Parse("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21"), 50, new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_stored_form_of_a_wallet_is_frozen()
    {
        var stored = Encoding.UTF8.GetString(UserWalletTable.Schema.Encode(new UserWallet(UserId, 100, 3, LastWrite)));

        stored.Replace("},", "},\n", StringComparison.Ordinal).ShouldBeApproved("stored-wallet.json");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(50L)]
    public void A_wallet_is_read_as_it_was_written(long? previousBalance)
    {
        var wallet = new UserWallet(UserId, 100, 3, LastWrite with { PreviousBalance = previousBalance });

        UserWalletTable.Schema.Decode(UserWalletTable.Schema.Encode(wallet)).ShouldBe(wallet);
    }

    [Fact]
    public void What_the_seed_wrote_is_a_wallet_at_version_0()
    {
        UserWalletTable.Schema.Decode("""{"user_id":{"S":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1"},"balance":{"N":"100"}}"""u8)
            .ShouldBe(new UserWallet(UserId, 100, 0, null));
    }

    [Fact]
    public void A_wallet_with_a_version_but_without_its_operation_is_not_guessed_at()
    {
        var error = Should.Throw<ItemDecodeException>(() => UserWalletTable.Schema.Decode(
            """{"user_id":{"S":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1"},"balance":{"N":"100"},"version":{"N":"1"}}"""u8));

        error.Field.ShouldBe("operation_id");
    }
}
