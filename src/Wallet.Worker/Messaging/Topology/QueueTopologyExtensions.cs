using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Topology;

internal static class QueueTopologyExtensions
{
    /// <summary>
    /// What an input queue is, and what belongs to it. On another transport than RabbitMQ, which is that of tests,
    /// nothing.
    /// </summary>
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

    /// <summary>The body as the broker delivered it, also where whatever reads it was given less.</summary>
    public static byte[] DeliveredBody(this RabbitMqBasicConsumeContext delivery, ReceiveContext context) =>
        (delivery as ReceiveContext ?? context).Body.GetBytes();
}
