using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Reads the whole envelope before anything is done. MassTransit parses its fields only when they are used, which may
/// be after the write.
/// </summary>
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

    private static T Check<T>(string field, Func<T> read, string expected = "Send a UUID, or none.")
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw Bad(field, error, expected);
        }
    }

    /// <summary>The parser's message quotes what it found, which only the sender may see.</summary>
    private static BadMessageException Bad(string field, Exception error, string expected) => new(
        "The envelope",
        $"{field} cannot be used. {expected}",
        $"{field} cannot be used. {FaultText.Cut(error.Message)} {expected}");

    private async Task CheckAsync(string field, Func<Uri?> read)
    {
        const string expected = "Send an address such as exchange:name, or none.";
        if (Check(field, read, expected) is not { } address)
            return;

        try
        {
            await _bus.Value.GetSendEndpoint(address);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Bad(field, error.GetBaseException(), expected);
        }
    }
}
