using Wallet.Worker.Messaging.Topology;


namespace Wallet.Worker.Tests.Messaging.Topology;

public sealed class OwnNamesTests
{
    [Theory]
    [InlineData("wallet-set-balance")]
    [InlineData("wallet-get-diagnosis")]
    [InlineData("wallet-set-balance_error")]
    [InlineData("wallet-get-history_dead")]
    [InlineData("wallet-delay-1s")]
    [InlineData("wallet-delay-86400s")]
    [InlineData("Wallet.Contracts:BalanceUpdated")]
    [InlineData("MassTransit:Fault")]
    public void Queues_and_exchanges_of_the_worker_s_are_known(string name) => OwnNames.Has(name).ShouldBeTrue();

    /// <summary>Such as those that MassTransit makes of a client's host: it may be called as it likes.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("wallet-gateway-7f9c")]
    [InlineData("wallet-set-balance-client-7f9c_dotnet_bus_4wryyy")]
    [InlineData("wallet-delay-1s_dotnet_bus_4wryyy")]
    [InlineData("wallet-delay-s")]
    [InlineData("wallet_bus_4wryyy")]
    [InlineData("amq.gen-4wryyy")]
    public void Those_of_a_sender_s_are_none(string name) => OwnNames.Has(name).ShouldBeFalse();
}
