using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Hosting.Broker;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Topology;

internal static class QueueTopologyExtensions
{
    /// <summary>Declares an input queue and its companions. Does nothing on the in-memory transport of tests.</summary>
    public static void UseWalletQueue(
        this IReceiveEndpointConfigurator endpoint,
        string queue,
        IServiceProvider services
    )
    {
        if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;

        var settings = services.GetRequiredService<RabbitMqSettings>();
        foreach (var (key, value) in QueueArguments.Input(queue, settings))
            rabbit.SetQueueArgument(key, value);
        rabbit.ConfigureChannel(channel =>
            channel.UseFilter(
                new QueueFilter(
                    queue,
                    settings,
                    services.GetRequiredService<WorkerSettings>(),
                    services.GetRequiredService<ConsumerChannels>(),
                    services.GetRequiredService<ILogger<QueueFilter>>()
                )
            )
        );
    }

    /// <summary>The body as the broker delivered it, even if a filter has wrapped it.</summary>
    public static byte[] DeliveredBody(this RabbitMqBasicConsumeContext delivery, ReceiveContext context) =>
        (delivery as ReceiveContext ?? context).Body.GetBytes();
}
