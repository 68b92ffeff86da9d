using System.Diagnostics;
using RabbitMQ.Client;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>Continues a trace that a plain AMQP sender began, from W3C's <c>traceparent</c> header.</summary>
/// <remarks>
/// MassTransit only knows its own header, and reads it before any filter runs. RabbitMQ.Client looks at each delivery
/// before that, in order to link it; that hook copies the header to the name that MassTransit knows.
/// </remarks>
internal static class TraceParents
{
    private const string W3c = "traceparent";
    private const string MassTransits = "MT-Activity-Id";

    /// <summary>
    /// Starts doing so. Also suppresses RabbitMQ.Client's own spans for deliveries, each of which would be a trace of
    /// its own.
    /// </summary>
    public static ActivityListener Adopt()
    {
        var extract = RabbitMQActivitySource.ContextExtractor;
        RabbitMQActivitySource.ContextExtractor = properties =>
        {
            if (properties.Headers is { } headers && headers.TryGetValue(W3c, out var parent) && parent is not null)
                headers.TryAdd(MassTransits, parent);
            return extract(properties);
        };
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "RabbitMQ.Client.Subscriber",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
