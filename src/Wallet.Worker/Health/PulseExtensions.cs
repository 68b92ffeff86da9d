using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Worker.Messaging.Observation;

namespace Wallet.Worker.Health;

internal static class PulseExtensions
{
    /// <summary>Publishes <see cref="Contracts.WorkerPulse"/> every <c>Worker:PulseSeconds</c>.</summary>
    public static IServiceCollection AddPulse(this IServiceCollection services) => services
        .AddSingleton<PulseMeter>()
        .AddReceiveObserver(provider => provider.GetRequiredService<PulseMeter>())
        .AddHostedService<PulsePublisher>();
}
