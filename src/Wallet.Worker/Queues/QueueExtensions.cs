using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Worker.Health;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Queues;

internal static class QueueExtensions
{
    /// <summary>What an input queue is, and what belongs to it. On another transport than RabbitMQ, which is that of tests, nothing.</summary>
    public static void UseWalletQueue(this IReceiveEndpointConfigurator endpoint, string queue, IServiceProvider services)
    {
        if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;

        var settings = services.GetRequiredService<RabbitMqSettings>();
        foreach (var (key, value) in QueueArguments.Input(queue, settings))
            rabbit.SetQueueArgument(key, value);
        rabbit.ConfigureChannel(channel => channel.UseFilter(new QueueFilter(
            queue, settings, services.GetRequiredService<WorkerSettings>(), services.GetService<Hearing>(), services.GetRequiredService<ILogger<QueueFilter>>())));
    }

    /// <summary>The queues of parked messages do not take after their input queues, from which MassTransit copies every argument.</summary>
    public static void UseParkingQueues(this IRabbitMqBusFactoryConfigurator rabbit, RabbitMqSettings settings)
    {
        rabbit.SendTopology.ConfigureErrorSettings = AsParking;
        rabbit.SendTopology.ConfigureDeadLetterSettings = AsParking;

        void AsParking(IRabbitMqQueueBindingConfigurator queue)
        {
            foreach (var key in QueueArguments.Input("", settings).Keys)
                queue.SetQueueArgument(key, null);
            foreach (var (key, value) in QueueArguments.Parking(settings))
                queue.SetQueueArgument(key, value);
        }
    }
}
