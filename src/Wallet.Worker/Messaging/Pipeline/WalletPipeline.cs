using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// What a message passes between the broker and its consumer, and what happens to it when it fails. Filters run in the
/// order in which they stand here, from top to bottom.
/// </summary>
internal static class WalletPipeline
{
    /// <summary>The filters of a queue.</summary>
    /// <param name="endpoint">The queue's endpoint.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="services">Where the filters find what they use, once the first message comes.</param>
    public static void UseWalletPipeline(
        this IReceiveEndpointConfigurator endpoint, string queue, IServiceProvider services)
    {
        var isRabbit = endpoint is IRabbitMqReceiveEndpointConfigurator; // tests have another transport
        var bodyBytesMax = services.GetRequiredService<RabbitMqSettings>().BodyBytesMax;

        // 1. As it was received: nothing has been read yet.
        endpoint.ConfigureReceive(receive =>
        {
            // First, so that it catches what these two throw. What is thrown further in is caught by step 4.
            receive.UseRescue(Pipe.New<ExceptionReceiveContext>(error => error.UseFailure(isRabbit, services)));
            // Before anything looks at the properties: what could not be decoded has been replaced.
            receive.UseFilter(new UnreadableFilter());
            // Before the body is parsed, which costs as much as the body is long.
            receive.UseFilter(new BodyFilter(bodyBytesMax));
        });

        // 2. As a message, whose type has not been looked at: a plain UseFilter would come after reading has failed.
        // Before any work, so that a message that waits for its turn costs nothing. Not for the diagnosis, which says
        // why nothing gets through.
        if (queue != QueueNames.Input(typeof(GetDiagnosis)))
            endpoint.UseBeforeReading(new AdaptiveLimitFilter(services.GetRequiredService<AdaptiveLimiter>()));
        // Before the consumer: MassTransit reads the envelope's fields when they are used, perhaps after the write.
        endpoint.UseBeforeReading(new EnvelopeFilter(services));
        // Around reading and consumer: it responds for the consumer where a field cannot be read, and defers.
        endpoint.UseBeforeReading(new ResponseFilter(services));

        // 3. MassTransit reads the body (ContractJson), retries (UseWalletRetry) and calls the consumer.

        // 4. When all of that has thrown.
        endpoint.ConfigureError(error => error.UseFailure(isRabbit, services));
        // When no consumer takes the message's type.
        if (isRabbit)
            endpoint.ConfigureDeadLetter(skipped => skipped.UseFilter(new SkippedFilter(services)));
    }

    /// <summary>
    /// Retries in the process: for milliseconds, and only what the table client has not retried itself. The rest is
    /// deferred.
    /// </summary>
    public static void UseWalletRetry(this IBusFactoryConfigurator bus, WorkerSettings settings) =>
        bus.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(Redelivery.IsRetriedInProcess);
            retry.Exponential(
                settings.RetriesMax,
                minInterval: TimeSpan.FromMilliseconds(50),
                maxInterval: TimeSpan.FromSeconds(1),
                intervalDelta: TimeSpan.FromMilliseconds(50));
        });

    private static void UseBeforeReading(this IReceiveEndpointConfigurator endpoint, IFilter<ConsumeContext> filter) =>
        endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(filter));

    private static void UseFailure(
        this IPipeConfigurator<ExceptionReceiveContext> error, bool isRabbit, IServiceProvider services)
    {
        // First: a message that waits in a delay queue has not failed.
        error.UseFilter(new DeferredFilter());
        // Then what cannot be parked now, because the broker is away or the worker stops.
        error.UseFilter(new RequeueFilter(services));
        // Before parking, which writes the reason into the headers.
        error.UseFilter(new ParkReasonFilter(services));
        error.UseFilter(isRabbit ? new ParkedFilter(services) : new ErrorTransportFilter());
        // After parking: a sender is told where its message is once the broker has confirmed it there.
        error.UseFilter(new NotifySenderFilter(services));
        error.UseFilter(new GenerateFaultFilter());
    }
}
