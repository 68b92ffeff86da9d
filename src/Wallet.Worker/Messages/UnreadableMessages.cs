using System.Text.Json;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Events;
using MassTransit.Metadata;
using MassTransit.Middleware;
using Wallet.Contracts;

namespace Wallet.Worker.Messages;

/// <summary>What is said of messages that cannot be read.</summary>
/// <remarks>
/// They never reach their consumer, so MassTransit would park them without a fault that a request client understands: the sender
/// would wait for its time-out, and the operator would read the parser's words without a context.
/// </remarks>
internal static class UnreadableMessages
{
    public static void ExplainUnreadableMessages(this IReceiveEndpointConfigurator endpoint)
    {
        // Before the message's type is looked at; a plain UseFilter would come after it, when reading has already failed.
        endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new AnswerFilter()));
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(new ExplainFilter());
            error.UseFilter(new GenerateFaultFilter());
            error.UseFilter(new ErrorTransportFilter());
        });
    }

    /// <summary>Answers the sender of a message with a bad field. Its envelope could be read, so there is an address to answer to.</summary>
    private sealed class AnswerFilter : IFilter<ConsumeContext>
    {
        public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
        {
            try
            {
                await next.Send(context);
            }
            catch (Exception error) when (error.GetBaseException() is BadMessageException && !context.ReceiveContext.IsFaulted)
            {
                // A fault that the consumer itself raised has been answered by now: only reading can have failed.
                var bad = (BadMessageException)error.GetBaseException();
                await (bad.MessageName == nameof(GetBalance) ? AnswerAsync<GetBalance>(context, bad) : AnswerAsync<SetBalance>(context, bad));
                await context.ReceiveContext.NotifyFaulted(bad);
                throw;
            }
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("answerUnreadableMessages");

        private static async Task AnswerAsync<T>(ConsumeContext context, BadMessageException error)
            where T : class
        {
            // MassTransit's own faults carry the message; this one could not be read, so the slot stays null.
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

    /// <summary>Notes on a parked message whose body is no JSON at all what to send instead.</summary>
    private sealed class ExplainFilter : IFilter<ExceptionReceiveContext>
    {
        public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
        {
            if (context.Exception.GetBaseException() is JsonException error)
                context.ExceptionHeaders.Set(MessageHeaders.FaultMessage, $"The message is refused: its body is not JSON. {error.Message} Send a JSON object.");
            return next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("explainUnreadableMessages");
    }
}
