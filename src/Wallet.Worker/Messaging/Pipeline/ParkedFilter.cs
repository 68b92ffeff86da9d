using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Parks a message that has failed for good. The rest, such as notifying its sender, happens after the broker has
/// confirmed it.
/// </summary>
internal sealed class ParkedFilter(IServiceProvider services) : IFilter<ExceptionReceiveContext>
{
    private readonly Lazy<Parking> _parking = new(services.GetRequiredService<Parking>);
    private readonly ILogger _logger = services.GetRequiredService<ILogger<ParkedFilter>>();

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        context.ExceptionHeaders.SetHostHeaders();
        if (context.ExceptionHeaders.TryGetHeader(MessageHeaders.FaultConsumerType, out var consumer))
            context.ExceptionHeaders.Set(MessageHeaders.FaultConsumerType, ConsumerNames.Find($"{consumer}"));
        var notes = context.ExceptionHeaders.GetAll().Where(note => note.Value is not null);
        if (await _parking.Value.TryMoveAsync(context, QueueNames.ErrorSuffix, notes!))
            await TryAsync(() => next.Send(RedactedContext.Redact(context)));

        // MassTransit would skip a message that was neither consumed nor reported as failed.
        if (!context.IsFaulted)
            await context.NotifyFaulted(RedactedContext.Redact(context.Exception));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("park");

    /// <summary>The message is parked: a failure now must not bring it back.</summary>
    private async Task TryAsync(Func<Task> publishAsync)
    {
        try
        {
            await publishAsync();
        }
        catch (Exception error)
        {
            _logger.LogWarning(
                new EventId(4401, "ParkedIncompletely"),
                "Of a message that is parked, the rest could not be done: {Reason}", error.Message);
        }
    }
}
