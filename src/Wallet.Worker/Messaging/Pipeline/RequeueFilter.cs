using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Gives a message back whose worker lost the broker: it has neither failed nor been carried out to the end, and is
/// delivered again.
/// </summary>
/// <remarks>
/// Not for ever. Since RabbitMQ 4.3 what is given back does not count towards a queue's delivery limit, so the worker
/// counts itself, and moves what comes back too often to where the broker would.
/// </remarks>
internal sealed class RequeueFilter(IServiceProvider services) : IFilter<ExceptionReceiveContext>
{
    private readonly Lazy<Parking> _parking = new(services.GetRequiredService<Parking>);
    private readonly ILogger _logger = services.GetRequiredService<ILogger<RequeueFilter>>();

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (!BrokerOutage.Is(context.Exception))
        {
            await next.Send(context);
            return;
        }

        // A worker that stops gives back what it has not done, which is nothing's fault.
        if (context.CancellationToken.IsCancellationRequested
            || !context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
            || !_parking.Value.IsTooOften(delivery))
        {
            throw context.Exception;
        }

        // Its sender is told nothing: it may have been carried out, and only its event or its answer could not be sent.
        var notes = context.ExceptionHeaders.GetAll().Where(note => note.Value is not null);
        if (await _parking.Value.TryMoveAsync(context, QueueArguments.DeadSuffix, notes!))
        {
            _logger.LogError(
                "A message was delivered {Deliveries} times, and given back each time. It lies in {Queue} now: "
                    + "{Reason}",
                Deaths.DeliveriesOf(delivery.Properties.Headers),
                context.InputAddress.Segments[^1] + QueueArguments.DeadSuffix,
                context.Exception.Message);
        }

        if (!context.IsFaulted)
            await context.NotifyFaulted(context.Exception);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("giveBack");
}
