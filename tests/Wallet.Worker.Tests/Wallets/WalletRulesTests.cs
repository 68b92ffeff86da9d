using Wallet.Contracts;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Tests.Wallets;

public sealed class WalletRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = Now.AddDays(-1);
    private static readonly Guid UserId = Guid.NewGuid();
    private static readonly Guid Operation = Guid.NewGuid();
    private static readonly Guid EarlierOperation = Guid.NewGuid();

    private static readonly UserWallet AtVersion3 = new(UserId, 100, 3, new LastWrite(EarlierOperation, 50, Before));

    [Fact]
    public void A_wallet_that_does_not_exist_is_made_at_version_1_without_a_previous_balance()
    {
        Decide(null, Command(5)).ShouldBe(new Decision.Write(new UserWallet(UserId, 5, 1, new LastWrite(Operation, null, Now))));
    }

    [Fact]
    public void A_wallet_moves_on_by_one_version_and_remembers_its_balance_before()
    {
        Decide(AtVersion3, Command(5)).ShouldBe(new Decision.Write(new UserWallet(UserId, 5, 4, new LastWrite(Operation, 100, Now))));
    }

    [Fact]
    public void A_wallet_without_a_version_is_adopted_at_version_1()
    {
        Decide(new UserWallet(UserId, 100, 0, null), Command(5, expectedVersion: 0))
            .ShouldBe(new Decision.Write(new UserWallet(UserId, 5, 1, new LastWrite(Operation, 100, Now))));
    }

    [Fact]
    public void Setting_the_balance_that_is_there_already_is_a_write_like_any_other()
    {
        Decide(AtVersion3, Command(100)).ShouldBe(new Decision.Write(new UserWallet(UserId, 100, 4, new LastWrite(Operation, 100, Now))));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Every_64_bit_integer_is_a_balance(long balance)
    {
        Decide(null, Command(balance)).ShouldBeOfType<Decision.Write>().Next.Balance.ShouldBe(balance);
    }

    [Fact]
    public void The_expected_version_lets_the_write_through_when_it_is_right()
    {
        Decide(AtVersion3, Command(5, expectedVersion: 3)).ShouldBeOfType<Decision.Write>();
        Decide(null, Command(5, expectedVersion: 0)).ShouldBeOfType<Decision.Write>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public void The_expected_version_refuses_the_write_when_it_is_wrong(long expected)
    {
        var refused = Decide(AtVersion3, Command(5, expected)).ShouldBeOfType<Decision.Refuse>();

        refused.Reason.ShouldBe(RefusalReason.VersionMismatch);
        refused.Message.ShouldContain($"version 3, not {expected}");
    }

    [Fact]
    public void A_wallet_that_does_not_exist_has_version_0_for_the_expected_version()
    {
        Decide(null, Command(5, expectedVersion: 1)).ShouldBeOfType<Decision.Refuse>().Message.ShouldContain("version 0, not 1");
    }

    [Fact]
    public void A_repeat_of_the_latest_operation_is_answered_with_what_it_made()
    {
        Decide(AtVersion3, Command(100) with { OperationId = EarlierOperation }).ShouldBe(new Decision.Repeat(AtVersion3));
    }

    [Fact]
    public void A_repeat_is_recognised_although_its_expected_version_has_passed_by_its_own_doing()
    {
        Decide(AtVersion3, Command(100, expectedVersion: 2) with { OperationId = EarlierOperation }).ShouldBe(new Decision.Repeat(AtVersion3));
    }

    [Fact]
    public void The_latest_operation_s_id_with_another_balance_is_refused()
    {
        Decide(AtVersion3, Command(101) with { OperationId = EarlierOperation })
            .ShouldBeOfType<Decision.Refuse>().Reason.ShouldBe(RefusalReason.OperationIdReused);
    }

    [Fact]
    public void A_version_that_has_no_successor_is_an_error_and_not_a_wrong_version()
    {
        Should.Throw<OverflowException>(() => Decide(AtVersion3 with { Version = long.MaxValue }, Command(5)));
    }

    private static Decision Decide(UserWallet? current, SetBalanceCommand command) => WalletRules.Decide(current, command, Now);

    private static SetBalanceCommand Command(long balance, long? expectedVersion = null) => new(UserId, balance, Operation, expectedVersion);
}
