using MassTransit;
using Wallet.Hosting.Guard;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Refuses a message whose properties could not be read. Its body may be valid, but what else its sender requested is
/// unknown.
/// </summary>
internal sealed class UnreadableFilter : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (!context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
            || UnreadableProperties.Find(delivery.Properties.Headers) is not { } unreadable)
            return next.Send(context);

        throw new BadMessageException(
            "The message",
            $"its properties ({unreadable.Length} bytes) cannot be read: {unreadable.Reason}. Send it without that.");
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable");
}
