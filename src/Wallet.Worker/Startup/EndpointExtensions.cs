using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Messaging.Pipeline;
using Wallet.Worker.Messaging.Recovery;

namespace Wallet.Worker.Startup;

internal static class EndpointExtensions
{
    private const string DiagnosisQueue = "wallet-get-diagnosis";

    /// <summary>
    /// Adds the filters around a consumer: the limit of a message's length, the response, and parking.
    /// </summary>
    public static void UseWalletFilters(
        this IReceiveEndpointConfigurator endpoint,
        string queue,
        IServiceProvider services
    )
    {
        var isRabbit = endpoint is IRabbitMqReceiveEndpointConfigurator; // tests use the in-memory transport
        var bodyBytesMax = services.GetRequiredService<RabbitMqSettings>().BodyBytesMax;
        endpoint.ConfigureReceive(receive =>
        {
            // These filters are outside of MassTransit's own error handling, so what they throw has to be parked from
            // here.
            receive.UseRescue(Pipe.New<ExceptionReceiveContext>(error => error.UseParking(isRabbit, services)));
            receive.UseFilter(new UnreadableFilter());
            receive.UseFilter(new BodyFilter(bodyBytesMax));
        });

        // A diagnosis explains why nothing gets through, so it must get through.
        if (queue != DiagnosisQueue)
            endpoint.AddPrePipeSpecification(
                new FilterPipeSpecification<ConsumeContext>(
                    new AdaptiveLimitFilter(services.GetRequiredService<AdaptiveLimiter>())
                )
            );

        // Before the message's type is looked at; a plain UseFilter would run after that, when reading has already
        // failed.
        endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new EnvelopeFilter(services)));
        endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new ResponseFilter(services)));
        endpoint.ConfigureError(error => error.UseParking(isRabbit, services));
        if (isRabbit)
            endpoint.ConfigureDeadLetter(skipped => skipped.UseFilter(new SkippedFilter(services)));
    }

    private static void UseParking(
        this IPipeConfigurator<ExceptionReceiveContext> error, bool isRabbit, IServiceProvider services)
    {
        error.UseFilter(new DeferredFilter());
        error.UseFilter(new RequeueFilter(services));
        error.UseFilter(new ParkReasonFilter(services));
        error.UseFilter(isRabbit ? new ParkedFilter(services) : new ErrorTransportFilter());
        error.UseFilter(new NotifySenderFilter(services));
        error.UseFilter(new GenerateFaultFilter());
    }
}
