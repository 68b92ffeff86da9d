using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Recovery;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>Moves a message of a type that its queue does not take to the queue of skipped messages.</summary>
internal sealed class SkippedFilter(IServiceProvider services) : IFilter<ReceiveContext>
{
    private readonly Lazy<Parking> _parking = new(services.GetRequiredService<Parking>);

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var notes = new Dictionary<string, object?>(StringComparer.Ordinal) { [MessageHeaders.Reason] = "dead-letter" };
        return _parking.Value.TryMoveAsync(context, QueueNames.SkippedSuffix, notes);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("skip");
}
