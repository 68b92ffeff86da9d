using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Wallet.Gateway.Middleware;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Startup;

internal static class ServerExtensions
{
    /// <summary>Limits what one client may use: bytes, seconds, connections.</summary>
    public static IServiceCollection AddServerLimits(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(
            provider => new ConfigureOptions<KestrelServerOptions>(options =>
            {
                var settings = provider.GetRequiredService<GatewaySettings>();
                options.AddServerHeader = false;
                options.Limits.MaxRequestBodySize = settings.BodyBytesMax;
                options.Limits.MaxRequestLineSize = 4096;
                options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
                options.Limits.MaxConcurrentConnections = 10 * (settings.RequestsMax + settings.StreamsMax);
                options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
                options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
                options.Limits.MinRequestBodyDataRate = new MinDataRate(
                    bytesPerSecond: 240,
                    gracePeriod: TimeSpan.FromSeconds(5)
                );
            })
        );
        // before the host filter, whose refusals it explains
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, ForeignHosts>());
        services.Configure<HostFilteringOptions>(options => options.IncludeFailureMessage = false);
        services.AddSingleton<IConfigureOptions<HostOptions>>(provider => new ConfigureOptions<HostOptions>(options =>
            options.ShutdownTimeout = TimeSpan.FromSeconds(
                provider.GetRequiredService<GatewaySettings>().ShutdownTimeoutSeconds
            )
        ));
        return services;
    }
}
