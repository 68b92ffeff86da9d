using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Parks a message that has failed for good. What follows, such as telling its sender, comes when the broker has
/// confirmed it there.
/// </summary>
internal sealed class ParkedFilter(IServiceProvider services) : IFilter<ExceptionReceiveContext>
{
    private readonly Lazy<Parking> _parking = new(services.GetRequiredService<Parking>);
    private readonly ILogger _logger = services.GetRequiredService<ILogger<ParkedFilter>>();

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        context.ExceptionHeaders.SetHostHeaders();
        var notes = context.ExceptionHeaders.GetAll().Where(note => note.Value is not null);
        if (await _parking.Value.TryMoveAsync(context, QueueArguments.ErrorSuffix, notes!))
            await TryAsync(() => next.Send(Unquoted.Of(context)));

        // What nobody has consumed, and of which nobody says that it has failed, would be put aside as skipped.
        if (!context.IsFaulted)
            await context.NotifyFaulted(Unquoted.Of(context.Exception));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("park");

    /// <summary>The message is parked: whatever happens now must not bring it back.</summary>
    private async Task TryAsync(Func<Task> publishAsync)
    {
        try
        {
            await publishAsync();
        }
        catch (Exception error)
        {
            _logger.LogWarning("Of a message that is parked, the rest could not be done: {Reason}", error.Message);
        }
    }
}
