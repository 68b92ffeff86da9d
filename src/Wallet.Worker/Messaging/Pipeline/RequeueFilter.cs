using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Recovery;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Requeues a message whose worker has lost the broker: it has neither failed nor been completed, and is delivered
/// again.
/// </summary>
/// <remarks>
/// Not for ever. Since RabbitMQ 4.3 requeued messages do not count towards a queue's delivery limit, so the worker
/// counts itself, and moves a message that returns too often to where the broker would have.
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

        // A stopping worker requeues unfinished messages, which is nobody's fault.
        if (context.CancellationToken.IsCancellationRequested
            || !context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery)
            || !_parking.Value.IsTooOften(delivery))
        {
            throw context.Exception;
        }

        // The sender is not notified: the operation may have taken effect, with only its event or response undelivered.
        var notes = context.ExceptionHeaders.GetAll().Where(note => note.Value is not null);
        if (await _parking.Value.TryMoveAsync(context, QueueNames.DeadSuffix, notes!))
        {
            _logger.LogError(
                new EventId(4404, "DeadLettered"),
                "A message was delivered {Deliveries} times, and requeued each time. It lies in {Queue} now: "
                    + "{Reason}",
                DeathHeaders.DeliveriesOf(delivery.Properties.Headers),
                context.InputAddress.Segments[^1] + QueueNames.DeadSuffix,
                context.Exception.Message);
        }

        if (!context.IsFaulted)
            await context.NotifyFaulted(context.Exception);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("requeue");
}
