using Amazon.DynamoDBv2;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;

namespace WorkerBench.Peers;

/// <summary>A worker as MassTransit's first page teaches it: its defaults, and the AWS SDK.</summary>
internal static class MassTransitPeer
{
    public static async Task RunAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IAmazonDynamoDB>(_ => PeerSettings.NewClient());
        builder.Services.AddSingleton<PeerWallets>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new DefaultEndpointNameFormatter(PeerSettings.QueuePrefix));
            bus.AddConsumer<NaiveSetBalanceConsumer>();
            bus.AddConsumer<NaiveGetBalanceConsumer>();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host("127.0.0.1", PeerSettings.AmqpPort, "/", _ => { });
                rabbit.PrefetchCount = PeerSettings.InFlight;
                rabbit.ConcurrentMessageLimit = PeerSettings.InFlight;
                rabbit.ConfigureEndpoints(context);
            });
        });
        await builder.Build().RunAsync();
    }
}

internal sealed class NaiveSetBalanceConsumer(PeerWallets wallets) : IConsumer<SetBalance>
{
    public async Task Consume(ConsumeContext<SetBalance> context)
    {
        var updated = await wallets.SetAsync(context.Message);
        await context.Publish(updated);
        if (context.ResponseAddress is not null)
            await context.RespondAsync(updated);
    }
}

internal sealed class NaiveGetBalanceConsumer(PeerWallets wallets) : IConsumer<GetBalance>
{
    public async Task Consume(ConsumeContext<GetBalance> context) =>
        await context.RespondAsync(await wallets.GetAsync(context.Message));
}
