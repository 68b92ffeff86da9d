using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage.Tests.Domain;

public sealed class WalletRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid UserId = Guid.NewGuid();
    private static readonly Guid OtherId = Guid.NewGuid();
    private static readonly Guid Operation = Guid.NewGuid();

    private static readonly UserWallet AtVersion3 = new(UserId, 100, 3, Now.AddDays(-1));
    private static readonly UserWallet Other = new(OtherId, 10, 1, Now.AddDays(-1));

    [Fact]
    public void A_wallet_that_does_not_exist_is_made_at_version_1()
    {
        Written(Set(null, 5)).ShouldBe([new WalletChange(null, new UserWallet(UserId, 5, 1, Now))]);
    }

    [Fact]
    public void A_wallet_moves_on_by_one_version()
    {
        Written(Set(AtVersion3, 5)).ShouldBe([new WalletChange(AtVersion3, new UserWallet(UserId, 5, 4, Now))]);
    }

    [Fact]
    public void A_wallet_without_a_version_is_adopted_at_version_1()
    {
        Written(Set(new UserWallet(UserId, 100, 0, null), 5, expected: 0))[0].After.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Every_64_bit_integer_is_a_balance(long balance) =>
        Written(Set(null, balance))[0].After.Balance.ShouldBe(balance);

    [Fact]
    public void An_overdraft_is_set_kept_and_taken_away()
    {
        var allowed = Written(Set(AtVersion3, 5, overdraft: 50))[0].After;
        var kept = Written(Set(allowed, 6))[0].After;
        var none = Written(Set(kept, 7, overdraft: 0))[0].After;

        (allowed.Overdraft, kept.Overdraft, none.Overdraft).ShouldBe((50, 50, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public void A_wrong_expected_version_refuses_the_write(long expected)
    {
        var refused = Refused(Set(AtVersion3, 5, expected));

        refused.Reason.ShouldBe(RefusalReason.VersionMismatch);
        refused.Message.ShouldContain($"version 3, not {expected}");
        Refused(Adjust(AtVersion3, 5, expected)).Reason.ShouldBe(RefusalReason.VersionMismatch);
    }

    [Fact]
    public void The_right_expected_version_lets_the_write_through()
    {
        Written(Set(AtVersion3, 5, expected: 3)).Count.ShouldBe(1);
        Written(Adjust(AtVersion3, 5, expected: 3)).Count.ShouldBe(1);
        Written(Set(null, 5, expected: 0)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(100, 0, -100, 0)]
    [InlineData(100, 50, -150, -50)]
    [InlineData(-80, 0, 10, -70)]
    [InlineData(long.MaxValue - 1, 0, 1, long.MaxValue)]
    [InlineData(long.MinValue, 0, long.MaxValue, -1)]
    [InlineData(0, long.MaxValue, -long.MaxValue, -long.MaxValue)]
    public void An_amount_that_the_wallet_bears_is_added(long balance, long overdraft, long amount, long expected)
    {
        Written(Adjust(AtVersion3 with { Balance = balance, Overdraft = overdraft }, amount))[0]
            .After.Balance.ShouldBe(expected);
    }

    [Theory]
    [InlineData(100, 0, -101)]
    [InlineData(100, 50, -151)]
    [InlineData(-80, 0, -1)]
    [InlineData(0, 0, long.MinValue)]
    public void A_debit_that_the_wallet_does_not_bear_is_refused(long balance, long overdraft, long amount)
    {
        var wallet = AtVersion3 with { Balance = balance, Overdraft = overdraft };

        var refused = Refused(Adjust(wallet, amount));

        (refused.Reason, refused.UserId, refused.Current).ShouldBe((RefusalReason.InsufficientFunds, UserId, wallet));
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(long.MinValue, -1)]
    public void A_balance_never_leaves_the_range_of_64_bit_integers(long balance, long amount)
    {
        Refused(Adjust(AtVersion3 with { Balance = balance }, amount)).Reason.ShouldBe(RefusalReason.BalanceOutOfRange);
    }

    [Fact]
    public void A_wallet_that_does_not_exist_is_neither_credited_nor_debited()
    {
        Refused(Adjust(null, 5)).Reason.ShouldBe(RefusalReason.WalletNotFound);
        Refused(Transfer(null, Other, 5)).UserId.ShouldBe(UserId);
        Refused(Transfer(AtVersion3, null, 5)).UserId.ShouldBe(OtherId);
    }

    [Fact]
    public void A_transfer_changes_both_wallets_and_keeps_their_sum()
    {
        Written(Transfer(AtVersion3, Other, 60)).ShouldBe(
        [
            new WalletChange(AtVersion3, new UserWallet(UserId, 40, 4, Now)),
            new WalletChange(Other, new UserWallet(OtherId, 70, 2, Now)),
        ]);
    }

    [Fact]
    public void A_transfer_that_one_wallet_does_not_bear_is_refused_for_that_wallet()
    {
        var poor = Refused(Transfer(AtVersion3, Other, 101));
        var full = Refused(Transfer(AtVersion3, Other with { Balance = long.MaxValue }, 1));

        (poor.Reason, poor.UserId).ShouldBe((RefusalReason.InsufficientFunds, UserId));
        (full.Reason, full.UserId).ShouldBe((RefusalReason.BalanceOutOfRange, OtherId));
    }

    [Fact]
    public void A_version_that_has_no_successor_is_an_error_and_not_a_wrong_version()
    {
        Should.Throw<OverflowException>(() => Set(AtVersion3 with { Version = long.MaxValue }, 5));
    }

    private static Decision Set(UserWallet? wallet, long balance, long? expected = null, long? overdraft = null) =>
        WalletRules.Decide([wallet], new SetBalanceCommand(Operation, UserId, balance, expected, overdraft), Now);

    private static Decision Adjust(UserWallet? wallet, long amount, long? expected = null) =>
        WalletRules.Decide([wallet], new AdjustBalanceCommand(Operation, UserId, amount, expected), Now);

    private static Decision Transfer(UserWallet? from, UserWallet? to, long amount) =>
        WalletRules.Decide([from, to], new TransferBalanceCommand(Operation, UserId, OtherId, amount), Now);

    private static IReadOnlyList<WalletChange> Written(Decision decision) =>
        decision.ShouldBeOfType<Decision.Write>().Changes;

    private static Decision.Refuse Refused(Decision decision) => decision.ShouldBeOfType<Decision.Refuse>();
}
