using System.Text.Json;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;

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
        endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new EnvelopeFilter()));
        endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new AnswerFilter()));
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(new ExplainFilter());
            error.UseFilter(new GenerateFaultFilter());
            error.UseFilter(new ErrorTransportFilter());
        });
    }

    /// <summary>Reads all of the envelope before anything is done. MassTransit reads its fields when they are used, which may be after the write.</summary>
    private sealed class EnvelopeFilter : IFilter<ConsumeContext>
    {
        public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
        {
            Check("messageId", () => context.MessageId);
            Check("requestId", () => context.RequestId);
            Check("correlationId", () => context.CorrelationId);
            Check("conversationId", () => context.ConversationId);
            Check("initiatorId", () => context.InitiatorId);
            await CheckAsync(context, "responseAddress", () => context.ResponseAddress);
            await CheckAsync(context, "faultAddress", () => context.FaultAddress);
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

        private static async Task CheckAsync(ConsumeContext context, string field, Func<Uri?> read)
        {
            if (Check(field, read) is not { } address)
                return;

            try
            {
                await context.GetSendEndpoint(address);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw new BadMessageException("The envelope", $"{field} cannot be used. {error.GetBaseException().Message} Send an address such as exchange:name, or none.");
            }
        }
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
                try
                {
                    await RequestType.Named(bad.MessageName).AnswerAsync(context, bad);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // An answer that cannot be sent costs the sender its answer. What is parked must still say what was wrong first.
                    LogContext.Warning?.Log(failure, "The sender of a bad message could not be told: {Fault}", bad.Message);
                }

                await context.ReceiveContext.NotifyFaulted(bad);
                throw;
            }
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("answerUnreadableMessages");
    }

    /// <summary>Notes on a parked message that could not be read at all what to send instead.</summary>
    private sealed class ExplainFilter : IFilter<ExceptionReceiveContext>
    {
        public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
        {
            // What a consumer or the filters above have refused says itself what is wrong.
            if (!context.IsFaulted && context.Exception.GetBaseException() is not BadMessageException)
            {
                context.ExceptionHeaders.Set(
                    MessageHeaders.FaultMessage,
                    $"The message is refused: it cannot be read. {Reason(context.Exception.GetBaseException())} "
                    + "Send a JSON object, or MassTransit's envelope with the content type application/vnd.masstransit+json.");
            }

            return next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("explainUnreadableMessages");

        private static string Reason(Exception error) => error switch
        {
            JsonException { LineNumber: not null } => $"Its body is not the JSON that was expected: {error.Message}",
            _ => error.Message,
        };
    }
}
