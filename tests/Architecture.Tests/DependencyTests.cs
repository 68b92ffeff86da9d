using TypedTables;
using Wallet.Contracts;
using Wallet.Gateway.Requests;
using Wallet.Hosting.Guard;
using Wallet.Storage;
using Wallet.Worker.Health;

namespace Architecture.Tests;

/// <summary>Which project and which package each project may know.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void The_contracts_depend_on_nothing_but_the_framework() =>
        ShouldKnowOnly(typeof(SetBalance));

    [Fact]
    public void The_typed_tables_know_no_bus_and_no_wallet() =>
        ShouldKnowOnly(typeof(Field), "AWSSDK.", "Microsoft.Extensions.Logging.Abstractions");

    [Fact]
    public void What_is_stored_knows_no_bus() =>
        ShouldKnowOnly(
            typeof(WalletStore),
            "TypedTables",
            "Wallet.Contracts",
            "Microsoft.Extensions.Logging.Abstractions"
        );

    [Fact]
    public void What_all_programs_share_knows_the_bus_and_neither_a_program_nor_a_table() =>
        ShouldKnowOnly(typeof(FrameFilter), "RabbitMQ.Client", "MassTransit", "OpenTelemetry", "Microsoft.Extensions.");

    [Fact]
    public void The_worker_reaches_DynamoDB_through_the_typed_tables_and_nothing_else() =>
        ShouldNotKnow(typeof(HealthServer), "AWSSDK.");

    [Fact]
    public void The_gateway_and_the_command_line_know_neither_the_worker_nor_a_table()
    {
        ShouldNotKnow(typeof(WorkerRequests), "AWSSDK.", "TypedTables", "Wallet.Worker", "Wallet.Storage");
        ShouldNotKnow(typeof(Wallet.Cli.Bus.BusSession), "AWSSDK.", "TypedTables", "Wallet.Worker", "Wallet.Storage");
    }

    private static void ShouldKnowOnly(Type type, params string[] beginnings) => ReferencesOf(type)
        .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !IsOneOf(name, beginnings))
        .ShouldBeEmpty();

    private static void ShouldNotKnow(Type type, params string[] beginnings) =>
        ReferencesOf(type).Where(name => IsOneOf(name, beginnings)).ShouldBeEmpty();

    private static bool IsOneOf(string name, string[] beginnings) =>
        Array.Exists(beginnings, one => name.StartsWith(one, StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
