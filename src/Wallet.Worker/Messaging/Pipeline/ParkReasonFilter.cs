using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TypedTables;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Adds the reason to a message that is about to be parked, and keeps it for a response to a sender that uses AMQP's
/// <c>reply_to</c>.
/// </summary>
internal sealed class ParkReasonFilter(IServiceProvider services) : IFilter<ExceptionReceiveContext>
{
    private readonly Lazy<ResponseSender> _responses = new(services.GetRequiredService<ResponseSender>);

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var bad = context.Exception.GetBaseException() as BadMessageException;
        var cause = CauseOf(context.Exception);
        var reason = FaultText.Cut(bad?.ForSender ?? cause.Message);
        var sender = AmqpReplyTo.Find(context);
        if (bad is not null || cause is TypedTableException or WalletContendedException)
        {
            // includes what a bad message held, which the log must not have
            context.ExceptionHeaders.Set(MessageHeaders.FaultMessage, reason);
            context.ExceptionHeaders.Set(MessageHeaders.FaultExceptionType, ExceptionNames.For(cause));
        }

        // What a consumer or filter refused has its own description. The parser's message needs the context added.
        if (!context.IsFaulted && bad is null)
        {
            reason = $"The message is refused: it cannot be read. {FaultText.Cut(ReasonOf(context))} "
                + "Send a JSON object, or MassTransit's envelope with the content type "
                + "application/vnd.masstransit+json.";
            context.ExceptionHeaders.Set(MessageHeaders.FaultMessage, reason);
            context.ExceptionHeaders.Set(MessageHeaders.FaultExceptionType, ExceptionNames.BadMessage);
            sender = AmqpReplyTo.OfUnreadable(context);
        }

        if (sender is not null)
        {
            var queue = context.InputAddress.Segments[^1] + QueueNames.ErrorSuffix;
            var failed = new RequestFailed { Message = reason, ParkedIn = queue };
            context
                .GetOrAddPayload(() => new PendingNotifications())
                .Add(() => _responses.Value.SendAsync(sender, failed));
        }

        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("parkReason");

    /// <summary>
    /// The exception with the most information. For tables that is the table layer's own, which names table and call;
    /// its inner exception only says "Connection refused".
    /// </summary>
    private static Exception CauseOf(Exception error)
    {
        for (var one = error; one is not null; one = one.InnerException)
        {
            if (one is TypedTableException)
                return one;
        }

        return error.GetBaseException();
    }

    private static string ReasonOf(ExceptionReceiveContext context) =>
        context.Exception.GetBaseException() switch
        {
            JsonException { LineNumber: not null } error =>
                $"Its body is not the JSON that was expected: {error.Message}",
            _ when context.Body.GetBytes().AsSpan().Trim(" \t\r\n"u8).SequenceEqual("null"u8) => "Its body is null.",
            ArgumentNullException { ParamName: "envelope" } =>
                "Its content type promises MassTransit's envelope, and its body is none.",
            { Message: var other } => other,
        };
}
