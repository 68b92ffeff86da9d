using MassTransit;
using MassTransit.Events;
using MassTransit.Metadata;
using Wallet.Contracts;

namespace Wallet.Worker.Messages;

/// <summary>Answers the sender of a message that cannot be read.</summary>
/// <remarks>
/// Such a message never reaches its consumer, so MassTransit parks it without a fault that a request client would understand, and
/// the sender would wait for its time-out.
/// </remarks>
internal sealed class UnreadableMessageFilter : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (BadMessageException error) when (!context.IsFaulted && context.TryGetPayload(out ConsumeContext? message))
        {
            await (error.MessageName == nameof(SetBalance) ? AnswerAsync<SetBalance>(message, error) : AnswerAsync<GetBalance>(message, error));
            await context.NotifyFaulted(error);
            throw;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadableMessage");

    private static async Task AnswerAsync<T>(ConsumeContext context, BadMessageException error)
        where T : class
    {
        // There is no message to return: it could not be read. MassTransit's own faults carry one, so the slot stays null.
        var fault = new FaultEvent<T>(null!, context.MessageId, HostMetadataCache.Host, error, MessageTypeCache<T>.MessageTypeNames);
        if ((context.FaultAddress ?? context.ResponseAddress) is not { } address)
        {
            await context.Publish<Fault<T>>(fault);
            return;
        }

        var endpoint = await context.GetSendEndpoint(address);
        await endpoint.Send<Fault<T>>(fault, send => send.RequestId = context.RequestId);
    }
}
