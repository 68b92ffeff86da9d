using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Wallet.Worker.Health;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Settings;
using Wallet.Worker.Tables;

namespace Wallet.Worker.Startup;

internal static class ReadinessExtensions
{
    /// <summary>
    /// Adds the health checks (MassTransit adds the bus's) and reports their results: in the log, by a file, over HTTP.
    /// </summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<TableInitializer>("tables")
            .AddCheck<StuckMessageCheck>("work")
            .AddCheck<ConsumerWatchdog>("queues");
        services.AddSingleton<IHealthCheckPublisher, ReadinessPublisher>();
        services.AddSingleton<IConfigureOptions<HealthCheckPublisherOptions>>(
            provider => new ConfigureOptions<HealthCheckPublisherOptions>(options =>
            {
                options.Delay = TimeSpan.Zero;
                options.Period = TimeSpan.FromSeconds(provider.GetRequiredService<HealthSettings>().PeriodSeconds);
            })
        );
        return services
            .AddSingleton<StuckMessageCheck>()
            .AddSingleton<HealthServer>()
            .AddHostedService(provider => provider.GetRequiredService<HealthServer>());
    }

    /// <summary>
    /// Adds the watchdog of the queues' consumers. After the bus, so that it stops before it: it must not restart a bus
    /// that is being stopped.
    /// </summary>
    public static IServiceCollection AddConsumerWatchdog(this IServiceCollection services) => services
        .AddSingleton<ConsumerStatus>()
        .AddSingleton<ConsumerWatchdog>()
        .AddReceiveEndpointObserver(provider => provider.GetRequiredService<ConsumerStatus>())
        .AddHostedService(provider => provider.GetRequiredService<ConsumerWatchdog>());
}
