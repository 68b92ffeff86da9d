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
    /// Looks at the health checks (the bus by MassTransit, the others here) and says what they say: in the log, by a
    /// file, over HTTP.
    /// </summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<TableInitializer>("tables")
            .AddCheck<WorkCheck>("work")
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
            .AddSingleton<WorkCheck>()
            .AddSingleton<HealthServer>()
            .AddHostedService(provider => provider.GetRequiredService<HealthServer>());
    }

    /// <summary>
    /// Watches that every queue is listened to. After the bus, so that it ends before it: what the bus itself stops
    /// must not be started again.
    /// </summary>
    public static IServiceCollection AddConsumerWatchdog(this IServiceCollection services) => services
        .AddSingleton<ConsumerStatus>()
        .AddSingleton<ConsumerWatchdog>()
        .AddReceiveEndpointObserver(provider => provider.GetRequiredService<ConsumerStatus>())
        .AddHostedService(provider => provider.GetRequiredService<ConsumerWatchdog>());
}
