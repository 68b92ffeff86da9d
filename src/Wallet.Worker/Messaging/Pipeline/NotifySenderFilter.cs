using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallet.Worker.Messaging.Publishing;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>Notifies the sender of a message once it has been parked.</summary>
internal sealed class NotifySenderFilter(IServiceProvider services) : IFilter<ExceptionReceiveContext>
{
    private readonly ILogger _logger = services.GetRequiredService<ILogger<NotifySenderFilter>>();

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.TryGetPayload(out PendingNotifications? notifications))
            await notifications.TellAsync(_logger);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("notifySender");
}
