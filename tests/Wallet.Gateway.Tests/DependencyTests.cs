using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_gateway_knows_the_contracts_and_the_bus_and_neither_the_worker_nor_a_table()
    {
        var references = typeof(WorkerRequests).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToList();

        references.ShouldContain("Wallet.Contracts");
        references.ShouldNotContain(name => name == "TypedTables" || name == "Wallet.Worker" || name.StartsWith("AWSSDK.", StringComparison.Ordinal));
    }
}
