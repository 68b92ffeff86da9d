using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Settings;
using Wallet.Worker.Startup;
using Wallet.Worker.Tables;

namespace SystemTests.Worker;

/// <summary>
/// The worker's own parts in this process, because no broker can be made to do what MassTransit did: to give an
/// endpoint up for good.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class ConsumerWatchdogTests
{
    private readonly LocalServers _servers;
    private readonly ConsumerChannels _channels = new();
    private readonly ConsumerStatus _hearing;
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    public ConsumerWatchdogTests(LocalServers servers)
    {
        _servers = servers;
        _hearing = new ConsumerStatus(_channels, TimeProvider.System) { Patience = TimeSpan.FromSeconds(1) };
    }

    [Fact]
    public async Task An_endpoint_that_the_bus_has_given_up_is_noticed_and_listens_again()
    {
        await using var services = Services().BuildServiceProvider();
        var bus = await WithOneDeafEndpointAsync(services);
        var watch = services.GetRequiredService<ConsumerWatchdog>();

        await watch.StartAsync(CancellationToken.None);

        await Eventually.IsTrueAsync(() => _hearing.Faults.Count == 0, "it to listen again");
        await using (var client = await BusClient.ConnectAsync(_servers))
            (
                await client.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = Guid.NewGuid() })
            ).Operations.ShouldBeEmpty();
        await watch.StopAsync(CancellationToken.None);
        await bus.StopAsync();
    }

    [Fact]
    public async Task A_worker_whose_bus_starts_again_and_stays_deaf_ends_with_code_1()
    {
        await using var services = Services().BuildServiceProvider();
        var bus = await WithOneDeafEndpointAsync(services);
        using var watch = ActivatorUtilities.CreateInstance<ConsumerWatchdog>(services, DeafBus.Of(bus));
        try
        {
            await watch.StartAsync(CancellationToken.None);

            await Eventually.IsTrueAsync(
                () => _lifetime.ApplicationStopping.IsCancellationRequested,
                "the worker to end"
            );
            Environment.ExitCode.ShouldBe(1);
        }
        finally
        {
            Environment.ExitCode = 0; // that of the process that tests
        }

        await watch.StopAsync(CancellationToken.None);
        await bus.StopAsync();
    }

    private async Task<IBusControl> WithOneDeafEndpointAsync(IServiceProvider services)
    {
        await services.GetRequiredService<TableInitializer>().StartAsync(CancellationToken.None);
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        await Eventually.IsTrueAsync(
            () => _hearing.Queues.Count == 7 && _hearing.Faults.Count == 0,
            "every queue to be listened to"
        );
        var endpoint = bus.CheckHealth()
            .Endpoints.Values.Single(one =>
                one.InputAddress.AbsolutePath.EndsWith("/wallet-get-history", StringComparison.Ordinal)
            );
        await endpoint.ReceiveEndpoint.Stop(CancellationToken.None);
        await Eventually.IsTrueAsync(
            () => _hearing.Faults.SingleOrDefault() == "wallet-get-history is not listened to by this worker",
            "it to be noticed"
        );
        return bus;
    }

    private IServiceCollection Services() =>
        new ServiceCollection()
            .AddSingleton(
                new RabbitMqSettings
                {
                    Host = "127.0.0.1",
                    Port = _servers.BrokerPort,
                    Username = DocumentedUsers.Worker,
                    Password = DocumentedUsers.Password,
                }
            )
            .AddSingleton(
                new DynamoDbSettings { ServiceUrl = _servers.Engine.ToString(), TablePrefix = $"t{Guid.NewGuid():N}_" }
            )
            .AddSingleton(new WorkerSettings())
            .AddSingleton(new HealthSettings { QueuesSeconds = 1 })
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime>(_lifetime)
            .AddWalletTables()
            .AddWalletBus()
            .AddConsumerWatchdog()
            .AddSingleton(_channels)
            .AddSingleton(_hearing);

    /// <summary>The bus, except that it says that it was started again and was not.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    private class DeafBus : DispatchProxy
    {
        private IBusControl _bus = null!;

        public static IBusControl Of(IBusControl bus)
        {
            var deaf = Create<IBusControl, DeafBus>();
            ((DeafBus)(object)deaf)._bus = bus;
            return deaf;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IBusControl.StopAsync) => Task.CompletedTask,
            nameof(IBusControl.StartAsync) => Task.FromResult<BusHandle>(null!),
            _ => targetMethod.Invoke(_bus, args),
        };
    }
}
