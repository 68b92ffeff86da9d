using System.Net;
using System.Net.Sockets;
using Wallet.Hosting.Broker;

namespace Wallet.Hosting.Tests.Broker;

public sealed class BrokerConnectionTests
{
    [Fact]
    public async Task A_broker_that_accepts_a_connection_and_says_nothing_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(); // the kernel accepts, and nothing ever speaks AMQP
        var settings = new RabbitMqSettings { Host = "127.0.0.1", Port = ((IPEndPoint)silent.LocalEndpoint).Port };

        var error = await Record.ExceptionAsync(
            () => settings.ConnectAsync("tests").WaitAsync(TimeSpan.FromMinutes(1)));

        error.ShouldBeAssignableTo<OperationCanceledException>();
    }
}
