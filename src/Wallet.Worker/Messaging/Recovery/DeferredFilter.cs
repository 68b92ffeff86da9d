using System.Collections.Frozen;
using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using TypedTables;
using Wallet.Hosting.Queues;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Ends the way of a message that is put off, before it is parked: acknowledging it is all that is left to do.
/// </summary>
internal sealed class DeferredFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.TryGetPayload<Deferred>(out _) ? Task.CompletedTask : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("putOff");
}
