using MassTransit;
using MassTransit.Context;
using MassTransit.Events;
using MassTransit.Metadata;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// A message that is deferred if it fails with a transient error, and whose sender is notified through
/// <see cref="ResponseSender"/> if it fails for good.
/// </summary>
internal sealed class RespondingContext(
    ConsumeContext context, ResponseSender responses, EventPublisher events, Redelivery redelivery)
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
        // A worker that stops, or loses the broker, requeues the message: it has not failed, so its sender is not
        // notified. MassTransit has the same rule for stopping.
        if (!context.CancellationToken.IsCancellationRequested && !BrokerOutage.Is(exception))
        {
            if (await redelivery.TryDeferAsync(ReceiveContext, exception))
            {
                // As MassTransit's own redelivery does: it would skip a message that was not consumed.
                await ReceiveContext.NotifyConsumed(context, duration, consumerType);
                return;
            }

            FaultLater(context.Message, exception);
        }

        await ReceiveContext.NotifyFaulted(context, duration, consumerType, exception);
    }

    /// <summary>
    /// Prepares MassTransit's fault message, which is sent once the message is parked: to the sender's fault address,
    /// or published if it has none.
    /// </summary>
    /// <typeparam name="T">The type of the failed message.</typeparam>
    /// <param name="message">The message; null if it could not be read.</param>
    /// <param name="exception">The reason of the failure.</param>
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
        var notifications = ReceiveContext.GetOrAddPayload(() => new PendingNotifications());
        if ((FaultAddress ?? ResponseAddress) is { } address)
            notifications.Add(() => responses.SendAsync(address, fault, this));
        else if (AmqpReplyTo.Find(ReceiveContext) is null) // which gets a RequestFailed
            notifications.Add(() => events.PublishByBusAsync(this, fault, messageId: null));
    }
}
