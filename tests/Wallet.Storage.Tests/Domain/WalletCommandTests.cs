using Wallet.Storage.Domain;

namespace Wallet.Storage.Tests.Domain;

/// <summary>What is compared when an operation id comes again.</summary>
public sealed class WalletCommandTests
{
    private static readonly Guid Operation = Guid.NewGuid();
    private static readonly Guid User = Guid.Parse("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21");
    private static readonly Guid Other = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");

    /// <summary>Commands that differ from each other in one field at least.</summary>
    private static readonly WalletCommand[] Different =
    [
        new SetBalanceCommand(Operation, User, 5, null, null),
        new SetBalanceCommand(Operation, Other, 5, null, null),
        new SetBalanceCommand(Operation, User, -5, null, null),
        new SetBalanceCommand(Operation, User, 5, 0, null),
        new SetBalanceCommand(Operation, User, 5, null, 0),
        new SetBalanceCommand(Operation, User, 5, 1, 0),
        new SetBalanceCommand(Operation, User, 5, 0, 1),
        new AdjustBalanceCommand(Operation, User, 5, null),
        new AdjustBalanceCommand(Operation, Other, 5, null),
        new AdjustBalanceCommand(Operation, User, -5, null),
        new AdjustBalanceCommand(Operation, User, 5, 0),
        new TransferBalanceCommand(Operation, User, Other, 5),
        new TransferBalanceCommand(Operation, Other, User, 5),
        new TransferBalanceCommand(Operation, User, Other, 50),
    ];

    [Fact]
    public void Commands_that_ask_for_different_things_have_different_contents()
    {
        Different
            .Select(command => command.Content)
            .Distinct(StringComparer.Ordinal)
            .Count()
            .ShouldBe(Different.Length);
    }

    [Fact]
    public void A_new_command_or_field_is_not_forgotten_above()
    {
        var commands = typeof(WalletCommand)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(WalletCommand)))
            .ToList();

        Different.Select(command => command.GetType()).Distinct().ShouldBe(commands, ignoreOrder: true);
        foreach (var command in commands)
        {
            var ours = Different.Where(one => one.GetType() == command).ToList();
            foreach (
                var field in command
                    .GetConstructors()
                    .Single()
                    .GetParameters()
                    .Where(field => field.Name != nameof(WalletCommand.OperationId))
            )
                ours.Select(command.GetProperty(field.Name!)!.GetValue)
                    .Distinct()
                    .Count()
                    .ShouldBeGreaterThan(1, $"{command.Name}.{field.Name}");
        }
    }

    [Fact]
    public void The_stored_form_of_contents_is_frozen_because_a_repeat_may_come_to_a_newer_worker()
    {
        new SetBalanceCommand(Operation, User, long.MinValue, 3, 50).Content.ShouldBe(
            $"set {User} balance -9223372036854775808 expected 3 overdraft 50"
        );
        new SetBalanceCommand(Operation, User, 5, null, null).Content.ShouldBe(
            $"set {User} balance 5 expected  overdraft "
        );
        new AdjustBalanceCommand(Operation, User, -5, null).Content.ShouldBe($"adjust {User} amount -5 expected ");
        new TransferBalanceCommand(Operation, User, Other, 5).Content.ShouldBe($"transfer {User} to {Other} amount 5");
    }
}
