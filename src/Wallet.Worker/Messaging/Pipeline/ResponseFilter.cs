using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Lets consumers answer in the way that the sender asked for, and answers in their place where a field could not be
/// read.
/// </summary>
/// <remarks>
/// A message that cannot be read never reaches its consumer. MassTransit would park it without a fault that a request
/// client understands, and the sender would wait for its time-out.
/// </remarks>
internal sealed class ResponseFilter(IServiceProvider services) : IFilter<ConsumeContext>
{
    private readonly Lazy<ResponseSender> _answers = new(services.GetRequiredService<ResponseSender>);
    private readonly Lazy<Redelivery> _redelivery = new(services.GetRequiredService<Redelivery>);

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var answering = new RespondingContext(context, _answers.Value, _redelivery.Value);
        try
        {
            await next.Send(answering);
        }
        catch (Exception error)
            when (error.GetBaseException() is BadMessageException && !context.ReceiveContext.IsFaulted)
        {
            // A fault that the consumer itself raised has been answered by now: only reading can have failed.
            var bad = (BadMessageException)error.GetBaseException();
            RequestType.Named(bad.MessageName).Call(new FaultOfUnread(answering, bad));
            await context.ReceiveContext.NotifyFaulted(bad);
            throw;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("answer");

    private sealed class FaultOfUnread(RespondingContext context, BadMessageException error) : IMessageTypeCall
    {
        public void Call<T>()
            where T : class => context.FaultLater<T>(null, error);
    }
}
