using MassTransit;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Ends the processing of a deferred message before it would be parked: all that is left is to acknowledge it.
/// </summary>
internal sealed class DeferredFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.TryGetPayload<Deferred>(out _) ? Task.CompletedTask : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("deferred");
}
