using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Settings;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>Moves messages to the queues beside their input queue, where they wait for a person.</summary>
/// <remarks>
/// MassTransit would publish on the consumer's own channel, with the sender's properties. A refusal by the broker would
/// close that channel and requeue every message in progress there.
/// </remarks>
internal sealed class Parking(
    ConfirmedPublisher publisher, DelayQueues delays, RabbitMqSettings settings, WorkerSettings worker, FullQueues full)
{
    /// <summary>Counts failed attempts to park a message. Removed when it is parked.</summary>
    internal const string AttemptsHeader = "wallet-parking-attempts";

    /// <summary>
    /// The original length of a body that was truncated, because the broker no longer accepts messages of that length.
    /// </summary>
    internal const string LengthHeader = "wallet-body-length";

    /// <summary>The longest delay between two attempts, if the settings have one that short.</summary>
    private const int PauseMaxSeconds = 60;

    /// <summary>Puts a message beside its queue.</summary>
    /// <param name="context">The message, as it was received.</param>
    /// <param name="suffix">Which of the queues beside its own, such as
    /// <see cref="QueueNames.ErrorSuffix"/>.</param>
    /// <param name="notes">Headers to add, which say why.</param>
    /// <returns>
    /// Whether the broker has confirmed it there. If not, it is in a delay queue and will return unchanged, or in the
    /// dead-letter queue because it has returned too often. In all cases the message must be acknowledged.
    /// </returns>
    /// <exception cref="Exception">No queue took it: it must be requeued.</exception>
    public async Task<bool> TryMoveAsync(
        ReceiveContext context, string suffix, IEnumerable<KeyValuePair<string, object?>> notes)
    {
        if (!context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery))
            throw new InvalidOperationException("Only a message of RabbitMQ can be parked.");

        var input = context.InputAddress.Segments[^1];
        var properties = RepublishedProperties.From(delivery.Properties);
        var attempts = HeaderNumbers.Read(properties.Headers, AttemptsHeader);
        properties.Headers!.Remove(AttemptsHeader);
        foreach (var (name, value) in notes)
            properties.Headers[name] = value;
        RepublishedProperties.MakeRoom(properties.Headers, first: MessageHeaders.FaultStackTrace);
        var (body, pauses) = (delivery.DeliveredBody(context), Pauses);
        try
        {
            var retry = pauses.Count == 0 ? PublishRetry.OutagesAndRejections : PublishRetry.Outages;
            await PublishAsync(input + suffix, properties, body, retry);
            full.Takes(input + suffix);
            return true;
        }
        catch (OperationInterruptedException refusal) when (IsTooLarge(refusal) && body.Length > settings.BodyBytesMax)
        {
            // The broker's limit was lowered since it took the message, perhaps by an upgrade. Such a body has not been
            // read.
            properties.Headers[LengthHeader] = body.Length;
            body = body[..settings.BodyBytesMax];
            await PublishAsync(input + suffix, properties, body, PublishRetry.OutagesAndRejections);
            return true;
        }
        catch (Exception refusal) when (refusal is PublishException || !BrokerOutage.Is(refusal))
        {
            full.Refuses(input + suffix, refusal);
            if (IsTooOften(delivery))
            {
                await PublishAsync(input + QueueNames.DeadSuffix, properties, body, PublishRetry.OutagesAndRejections);
                return false;
            }

            if (pauses.Count == 0)
                throw;
            properties = RepublishedProperties.From(delivery.Properties);
            properties.Headers![AttemptsHeader] = attempts + 1;
            await delays.PublishAsync(pauses[Math.Min(attempts, pauses.Count - 1)], input, properties, body);
            return false;
        }
    }

    /// <summary>Whether a message was delivered more often than the queue would allow, if the queue counted.</summary>
    /// <remarks>Classic queues do not count, and have no dead-letter queue.</remarks>
    public bool IsTooOften(RabbitMqBasicConsumeContext delivery) =>
        settings.IsQuorum && DeathHeaders.DeliveriesOf(delivery.Properties.Headers) > settings.DeliveryLimit;

    private static bool IsTooLarge(OperationInterruptedException refusal) =>
        refusal.ShutdownReason is { ReplyCode: Constants.PreconditionFailed or Constants.ContentTooLarge };

    /// <summary>
    /// The delays that are short enough, since there may be space again at any moment; or else the shortest one.
    /// </summary>
    private List<int> Pauses =>
        [.. worker.RedeliveryDelays.Order().Where((seconds, index) => index == 0 || seconds <= PauseMaxSeconds)];

    /// <summary>Through the default exchange, which cannot be deleted. A queue that was is declared again.</summary>
    private async Task PublishAsync(string queue, BasicProperties properties, byte[] body, PublishRetry retry)
    {
        var message = new OutgoingMessage(Exchange: "", queue, properties, body);
        try
        {
            await publisher.PublishAsync(message, retry);
        }
        catch (PublishException error) when (error.IsReturn)
        {
            await using (var declaring = await publisher.OpenPlainAsync())
            {
                await declaring.QueueDeclareAsync(
                    queue, durable: true, exclusive: false, autoDelete: false, QueueArguments.Parking(settings));
            }

            await publisher.PublishAsync(message, retry);
        }
    }
}
