using Tests.Approvals;
using TypedTables;
using Wallet.Contracts;
using Wallet.Hosting.Guard;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_contracts_depend_on_nothing_but_the_framework()
    {
        ReferencesOf(typeof(SetBalance)).ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_typed_tables_know_no_bus_and_no_wallet()
    {
        ReferencesOf(typeof(Field)).ShouldAllBe(name =>
            name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("AWSSDK.", StringComparison.Ordinal) || name == "Microsoft.Extensions.Logging.Abstractions");
    }

    [Fact]
    public void What_all_programs_share_knows_the_bus_and_neither_a_program_nor_a_table()
    {
        ReferencesOf(typeof(FrameFilter)).ShouldAllBe(name =>
            name.StartsWith("System.", StringComparison.Ordinal) || name == "RabbitMQ.Client");
    }

    [Fact]
    public void The_worker_reaches_DynamoDB_through_the_typed_tables_and_nothing_else()
    {
        ReferencesOf(typeof(WalletStore)).ShouldNotContain(name => name.StartsWith("AWSSDK.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_public_face_of_the_contracts_is_frozen()
    {
        var lines = typeof(SetBalance).Assembly.GetExportedTypes()
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type => type.GetProperties()
                .Select(property => $"{type.Name}.{property.Name}: {NameOf(property.PropertyType)}")
                .Concat(type.IsEnum ? Enum.GetNames(type).Select(name => $"{type.Name}.{name}") : []));

        string.Join("\n", lines).ShouldBeApproved("contracts.txt");
    }

    private static IEnumerable<string> ReferencesOf(Type type) => type.Assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static string NameOf(Type type) => Nullable.GetUnderlyingType(type) is { } value ? $"{value.Name}?" : type.Name;
}
