using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wallet.Hosting.Telemetry;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Messaging.Pipeline;
using Wallet.Worker.Metrics;

namespace Wallet.Worker.Startup;

internal static class WorkerTelemetry
{
    /// <summary>
    /// Adds the worker's telemetry: a trace of each message down to its calls of DynamoDB, and the metrics of
    /// docs/telemetry.md.
    /// </summary>
    public static void AddWorkerTelemetry(this IHostApplicationBuilder builder)
    {
        var isOn = builder.AddTelemetry(
            "wallet-worker",
            sources: ["MassTransit", "RabbitMQ.Client.Publisher", "TypedTables"],
            meters: [WalletMeters.Name, "TypedTables", "System.Runtime"]);
        if (isOn && OtelSettings.IsOn("TRACES"))
            builder.Services.AddSingleton(TraceParents.Adopt());
        if (isOn && OtelSettings.IsOn("METRICS"))
            builder.Services.AddReceiveObserver<MessageObserver>().AddHostedService<QueueGauges>();
    }
}
