using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Worker.Health;
using Wallet.Worker.Settings;
using Wallet.Worker.Startup;

namespace SystemTests.Worker;

/// <summary>The worker's own parts in this process, because no broker can be made to do what MassTransit did: to give an endpoint up for good.</summary>
[Collection(nameof(WorkerTests))]
public sealed class QueueWatchTests(LocalServers servers)
{
    [Fact]
    public async Task An_endpoint_that_the_bus_has_given_up_is_noticed_and_listens_again()
    {
        await using var services = new ServiceCollection()
            .AddSingleton(new RabbitMqSettings { Host = "127.0.0.1", Port = servers.BrokerPort })
            .AddSingleton(new DynamoDbSettings { ServiceUrl = servers.Engine.ToString(), TablePrefix = $"t{Guid.NewGuid():N}_" })
            .AddSingleton(new WorkerSettings())
            .AddSingleton(new HealthSettings { QueuesSeconds = 1 })
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddWalletTables()
            .AddWalletBus()
            .AddQueueWatch()
            .AddSingleton(new Hearing(TimeProvider.System) { Patience = TimeSpan.FromSeconds(1) })
            .BuildServiceProvider();
        await services.GetRequiredService<TableInitializer>().StartAsync(CancellationToken.None);
        var (bus, hearing, watch) = (services.GetRequiredService<IBusControl>(), services.GetRequiredService<Hearing>(), services.GetRequiredService<QueueWatch>());
        await bus.StartAsync();
        await Eventually.IsTrueAsync(() => hearing.Queues.Count == 7 && hearing.Faults.Count == 0, "every queue to be listened to");
        var endpoint = bus.CheckHealth().Endpoints.Values.Single(one => one.InputAddress.AbsolutePath.EndsWith("/wallet-get-history", StringComparison.Ordinal));

        await endpoint.ReceiveEndpoint.Stop(CancellationToken.None);
        await Eventually.IsTrueAsync(() => hearing.Faults.SingleOrDefault() == "wallet-get-history is not listened to by this worker", "it to be noticed");
        await watch.StartAsync(CancellationToken.None);

        await Eventually.IsTrueAsync(() => hearing.Faults.Count == 0, "it to listen again");
        await using (var client = await BusClient.ConnectAsync(servers))
            (await client.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = Guid.NewGuid() })).Operations.ShouldBeEmpty();
        await watch.StopAsync(CancellationToken.None);
        await bus.StopAsync();
    }
}
