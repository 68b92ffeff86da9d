using MassTransit;
using MassTransit.Context;
using MassTransit.Events;
using MassTransit.Metadata;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// A message that is put off when it fails and that may pass, and whose sender is told through
/// <see cref="ResponseSender"/> when it fails for good.
/// </summary>
internal sealed class RespondingContext(ConsumeContext context, ResponseSender answers, Redelivery redelivery)
    : ConsumeContextProxy(context)
{
    /// <inheritdoc/>
    public override async Task NotifyFaulted<T>(
        ConsumeContext<T> context,
        TimeSpan duration,
        string consumerType,
        Exception exception
    )
    {
        // A worker that stops, or loses the broker, gives the message back: it has not failed, and its sender must not
        // be told so. MassTransit has the same rule for the first.
        if (!context.CancellationToken.IsCancellationRequested && !BrokerOutage.Is(exception))
        {
            if (await redelivery.TryDeferAsync(ReceiveContext, exception))
            {
                // As MassTransit's own redelivery does it: what nobody has consumed, it would put aside as skipped.
                await ReceiveContext.NotifyConsumed(context, duration, consumerType);
                return;
            }

            FaultLater(context.Message, exception);
        }

        await ReceiveContext.NotifyFaulted(context, duration, consumerType, exception);
    }

    /// <summary>
    /// Has MassTransit's fault sent to where the sender wants it, when the message is parked; where it wants none, it
    /// is published.
    /// </summary>
    /// <typeparam name="T">The type of the message that has failed.</typeparam>
    /// <param name="message">The message; null where it could not be read.</param>
    /// <param name="exception">Why it has failed.</param>
    public void FaultLater<T>(T? message, Exception exception)
        where T : class
    {
        var made = new FaultEvent<T>(
            message!,
            MessageId,
            HostMetadataCache.Host,
            exception,
            MessageTypeCache<T>.MessageTypeNames
        );
        if (made.Exceptions is [FaultExceptionInfo info, ..])
        {
            info.ExceptionType = ExceptionNames.Find(exception) ?? info.ExceptionType;
            if (exception.GetBaseException() is BadMessageException bad)
                info.Message = bad.ForSender;
        }

        Fault<T> fault = made;
        var untold = ReceiveContext.GetOrAddPayload(() => new PendingNotifications());
        if ((FaultAddress ?? ResponseAddress) is { } address)
            untold.Add(() => answers.SendAsync(address, fault, this));
        else if (AmqpReplyTo.Find(ReceiveContext) is null) // which is told in its own way
            untold.Add(() => answers.PublishByBusAsync(this, fault, messageId: null));
    }
}
