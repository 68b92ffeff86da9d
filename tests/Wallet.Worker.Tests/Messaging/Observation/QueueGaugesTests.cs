using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Wallet.Hosting.Broker;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Tests.Messaging.Observation;

public sealed class QueueGaugesTests
{
    [Fact]
    public async Task A_stop_while_the_broker_says_nothing_is_a_stop_and_no_failure()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = new RabbitMqSettings { Host = "127.0.0.1", Port = ((IPEndPoint)silent.LocalEndpoint).Port };
        await using var publisher = new ConfirmedPublisher(settings, TimeProvider.System);
        using var gauges = new QueueGauges(
            publisher, new WorkerSettings(), TimeProvider.System, NullLogger<QueueGauges>.Instance);
        await gauges.StartAsync(CancellationToken.None);
        using var accepted = await silent.AcceptSocketAsync();

        var stopping = gauges.StopAsync(CancellationToken.None);
        accepted.Dispose(); // what the gauges wait for fails only now

        await stopping;
        await gauges.ExecuteTask.ShouldNotBeNull().WaitAsync(TimeSpan.FromMinutes(1));
    }
}
