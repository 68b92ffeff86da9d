using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Wallet.Worker.Messages;

/// <summary>Reads all of the envelope before anything is done. MassTransit reads its fields when they are used, which may be after the write.</summary>
internal sealed class EnvelopeFilter(IServiceProvider services) : IFilter<ConsumeContext>
{
    private readonly Lazy<IBus> _bus = new(services.GetRequiredService<IBus>);

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        Check("messageId", () => context.MessageId);
        Check("requestId", () => context.RequestId);
        Check("correlationId", () => context.CorrelationId);
        Check("conversationId", () => context.ConversationId);
        Check("initiatorId", () => context.InitiatorId);
        await CheckAsync("responseAddress", () => context.ResponseAddress);
        await CheckAsync("faultAddress", () => context.FaultAddress);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("envelope");

    private static T Check<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new BadMessageException("The envelope", $"{field} cannot be used. {error.Message}");
        }
    }

    private async Task CheckAsync(string field, Func<Uri?> read)
    {
        if (Check(field, read) is not { } address)
            return;

        try
        {
            await _bus.Value.GetSendEndpoint(address);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new BadMessageException("The envelope", $"{field} cannot be used. {error.GetBaseException().Message} Send an address such as exchange:name, or none.");
        }
    }
}
