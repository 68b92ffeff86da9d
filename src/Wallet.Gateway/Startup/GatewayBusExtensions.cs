using MassTransit;
using Microsoft.Extensions.Options;
using Wallet.Gateway.Events;
using Wallet.Gateway.Pulse;
using Wallet.Gateway.Requests;
using Wallet.Gateway.Settings;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Guard;

namespace Wallet.Gateway.Startup;

internal static class GatewayBusExtensions
{
    /// <summary>
    /// Adds the bus: requests, responses, and events, which come to a queue that belongs to this process and is deleted
    /// with it.
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
            // MassTransit would report to its makers. A wallet only talks to its broker.
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
                            endpoint.ConcurrentMessageLimit = 1; // keeps the broker's order
                            // nobody could fix an event that cannot be read
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
                // The server has responded to all requests before the bus stops, so the bus needs little time.
                var budget = TimeSpan.FromSeconds(
                    provider.GetRequiredService<GatewaySettings>().ShutdownTimeoutSeconds
                );
                options.StopTimeout = budget * 0.5;
            })
        );
        return services;
    }
}
