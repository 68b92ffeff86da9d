using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Lets consumers respond in the way that the sender asked for, and responds in their place if a message could not be
/// read.
/// </summary>
/// <remarks>
/// A message that cannot be read never reaches its consumer. MassTransit would park it without a fault that a request
/// client understands, so the sender would wait until its time-out.
/// </remarks>
internal sealed class ResponseFilter(IServiceProvider services) : IFilter<ConsumeContext>
{
    private readonly Lazy<ResponseSender> _responses = new(services.GetRequiredService<ResponseSender>);
    private readonly Lazy<EventPublisher> _events = new(services.GetRequiredService<EventPublisher>);
    private readonly Lazy<Redelivery> _redelivery = new(services.GetRequiredService<Redelivery>);

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var responding = new RespondingContext(context, _responses.Value, _events.Value, _redelivery.Value);
        try
        {
            await next.Send(responding);
        }
        catch (Exception error)
            when (error.GetBaseException() is BadMessageException && !context.ReceiveContext.IsFaulted)
        {
            // A consumer's own fault has been reported by now, so only reading can have failed.
            var bad = (BadMessageException)error.GetBaseException();
            RequestType.Named(bad.MessageName).Call(new FaultOfUnread(responding, bad));
            await context.ReceiveContext.NotifyFaulted(bad);
            throw;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("response");

    private sealed class FaultOfUnread(RespondingContext context, BadMessageException error) : IMessageTypeCall
    {
        public void Call<T>()
            where T : class => context.FaultLater<T>(null, error);
    }
}
