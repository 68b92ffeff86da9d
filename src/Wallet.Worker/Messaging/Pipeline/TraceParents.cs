using System.Diagnostics;
using RabbitMQ.Client;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Lets a trace that a sender of plain AMQP began, by W3C's header <c>traceparent</c>, go on in the worker.
/// </summary>
/// <remarks>
/// MassTransit knows its own header alone, and reads it before anything of ours is called. RabbitMQ.Client looks at
/// each delivery before it hands it on, in order to link it; that is where the header is given the name that
/// MassTransit knows.
/// </remarks>
internal static class TraceParents
{
    private const string W3c = "traceparent";
    private const string MassTransits = "MT-Activity-Id";

    /// <summary>
    /// From now on; and without spans of RabbitMQ.Client's own for deliveries, which would be traces of one span each.
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
