using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Startup;

internal static class ReadinessExtensions
{
    /// <summary>Looks at the health checks (tables here, the bus by MassTransit) and says what they say.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<TableInitializer>("tables");
        services.AddSingleton<IHealthCheckPublisher, ReadinessPublisher>();
        services.AddSingleton<IConfigureOptions<HealthCheckPublisherOptions>>(provider => new ConfigureOptions<HealthCheckPublisherOptions>(options =>
        {
            options.Delay = TimeSpan.Zero;
            options.Period = TimeSpan.FromSeconds(provider.GetRequiredService<HealthSettings>().PeriodSeconds);
        }));
        return services;
    }
}
