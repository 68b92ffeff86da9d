using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Guard;
using Wallet.Worker.Health;
using Wallet.Worker.Messaging.Consumers;
using Wallet.Worker.Messaging.Pipeline;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Serialization;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Metrics;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Startup;

internal static class WorkerBusExtensions
{
    /// <summary>
    /// Adds the consumers, each with a queue of its own: <c>wallet-set-balance</c>, <c>wallet-get-balance</c> and so
    /// on.
    /// </summary>
    public static IServiceCollection AddWalletBus(this IServiceCollection services)
    {
        services.AddMassTransit(bus =>
        {
            // MassTransit would report to its makers. A wallet only talks to its broker and its tables.
            bus.DisableUsageTelemetry();
            bus.AddWalletConsumers();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                var settings = context.GetRequiredService<RabbitMqSettings>();
                rabbit.Host(
                    settings.Host,
                    (ushort)settings.Port,
                    settings.VirtualHost,
                    "wallet-worker",
                    host => host.UseSettings(settings, context.GetRequiredService<GuardWatch>()));
                rabbit.PrefetchCount = (ushort)settings.PrefetchCount;
                rabbit.ConcurrentMessageLimit = settings.ConcurrentMessageLimit;
                // Declared at start, so that subscribers can bind their queues before the first event.
                rabbit.DeployPublishTopology = true;
                rabbit.Publish<BalanceUpdated>();
                rabbit.ConfigureWalletMessages(context);
                rabbit.ConfigureEndpoints(context);
            });
        });
        services.AddSingleton(provider => new GuardWatch(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GuardWatch>>(),
            WalletMeters.UnreadableMessages));
        services.AddSingleton<IConfigureOptions<HostOptions>>(provider => new ConfigureOptions<HostOptions>(options =>
            options.ShutdownTimeout = TimeSpan.FromSeconds(
                provider.GetRequiredService<WorkerSettings>().ShutdownTimeoutSeconds
            )
        ));
        services.AddSingleton<IConfigureOptions<MassTransitHostOptions>>(
            provider => new ConfigureOptions<MassTransitHostOptions>(options =>
            {
                // Consumers finish before the bus stops, and the bus before the host gives up: each gets a share of one
                // budget.
                var budget = TimeSpan.FromSeconds(provider.GetRequiredService<WorkerSettings>().ShutdownTimeoutSeconds);
                options.StopTimeout = budget * 0.9;
                options.ConsumerStopTimeout = budget * 0.7;
            })
        );
        return services;
    }

    /// <summary>Adds what is the same on every transport: the consumers and their queues' names.</summary>
    public static void AddWalletConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(QueueNames.Prefix.TrimEnd('-'), false));
        bus.AddConsumer<SetBalanceConsumer>();
        bus.AddConsumer<AdjustBalanceConsumer>();
        bus.AddConsumer<TransferBalanceConsumer>();
        bus.AddConsumer<GetBalanceConsumer>();
        bus.AddConsumer<GetHistoryConsumer>();
        bus.AddConsumer<GetOperationConsumer>();
        bus.AddConsumer<GetDiagnosisConsumer>();
        bus.AddSingleton<OutcomeResponder>();
        bus.AddSingleton<EventPublisher>();
        bus.AddSingleton<ResponseSender>();
        bus.AddSingleton<ConfirmedPublisher>();
        bus.AddSingleton<ConsumerChannels>();
        bus.AddSingleton<DelayQueues>();
        bus.AddSingleton<Redelivery>();
        bus.AddSingleton<FullQueues>();
        bus.AddSingleton<Parking>();
        bus.AddSingleton<ReadinessState>();
        bus.AddSingleton(services =>
            AdaptiveLimiters.Create(
                services.GetRequiredService<RabbitMqSettings>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<AdaptiveLimiter>>()
            )
        );
        bus.AddConfigureEndpointsCallback(
            (context, queue, endpoint) =>
            {
                endpoint.UseWalletQueue(queue, context);
                endpoint.UseWalletPipeline(queue, context);
            }
        );
    }

    /// <summary>Configures what is the same on every transport: how messages are read, and what is retried.</summary>
    public static void ConfigureWalletMessages(this IBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        bus.ConfigureJsonSerializerOptions(options =>
        {
            if (!options.Converters.OfType<ContractJson>().Any())
                options.Converters.Insert(0, new ContractJson());
            options.AllowTrailingCommas = false; // strict JSON (RFC 8259), as over HTTP; MassTransit would accept more
            options.ReadCommentHandling = JsonCommentHandling.Disallow;
            options.WriteIndented = false; // MassTransit indents by default, which every message would pay for
            return options;
        });
        bus.UseRawJsonDeserializer(isDefault: true);
        bus.UseWalletRetry(context.GetRequiredService<WorkerSettings>());
    }
}
