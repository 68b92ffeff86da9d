using MassTransit;
using Microsoft.Extensions.Options;
using Wallet.Gateway.Events;
using Wallet.Gateway.Pulse;
using Wallet.Gateway.Requests;
using Wallet.Gateway.Settings;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Guard;
using Wallet.Hosting.Settings;

namespace Wallet.Gateway.Startup;

internal static class GatewayBusExtensions
{
    /// <summary>
    /// The bus: requests go out, answers come in, and events come to a queue that is this process's own and goes with
    /// it.
    /// </summary>
    public static IServiceCollection AddGatewayBus(this IServiceCollection services)
    {
        services
            .AddSingleton<EventHub>()
            .AddSingleton<EventStream>()
            .AddSingleton<EventReplay>()
            .AddSingleton<WorkerRequests>()
            .AddSingleton(provider => new GuardWatch(
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GuardWatch>>()));
        services.AddReceiveEndpointObserver<LostEvents>();
        services.AddMassTransit(bus =>
        {
            // MassTransit would report to its makers. A wallet talks to its broker and to nobody else.
            bus.DisableUsageTelemetry();
            bus.AddConsumer<BalanceUpdatedConsumer>();
            bus.AddConsumer<WorkerPulseConsumer>();
            bus.UsingRabbitMq(
                (context, rabbit) =>
                {
                    var settings = context.GetRequiredService<RabbitMqSettings>();
                    rabbit.Host(
                        settings.Host,
                        (ushort)settings.Port,
                        settings.VirtualHost,
                        "wallet-gateway",
                        host => host.UseSettings(settings, context.GetRequiredService<GuardWatch>())
                    );
                    rabbit.PrefetchCount = (ushort)settings.PrefetchCount;
                    rabbit.ReceiveEndpoint(
                        $"wallet-gateway-{NewId.NextGuid():N}",
                        endpoint =>
                        {
                            endpoint.Durable = false;
                            endpoint.AutoDelete = true;
                            endpoint.Exclusive = true;
                            endpoint.ConcurrentMessageLimit = 1; // keeps the order in which the broker delivers
                            // an event that cannot be read is no work that somebody could fix
                            endpoint.DiscardFaultedMessages();
                            endpoint.DiscardSkippedMessages();
                            endpoint.ConfigureConsumer<BalanceUpdatedConsumer>(context);
                            endpoint.ConfigureConsumer<WorkerPulseConsumer>(context);
                        }
                    );
                }
            );
        });
        services.AddSingleton<IConfigureOptions<MassTransitHostOptions>>(
            provider => new ConfigureOptions<MassTransitHostOptions>(options =>
            {
                // The server has answered what it had by the time the bus stops; what is left is to say goodbye.
                var budget = TimeSpan.FromSeconds(
                    provider.GetRequiredService<GatewaySettings>().ShutdownTimeoutSeconds
                );
                options.StopTimeout = budget * 0.5;
            })
        );
        return services;
    }
}
