using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Queues;
using Wallet.Hosting.Settings;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Settings;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>Puts messages into the queues beside their own, where they wait for a person.</summary>
/// <remarks>
/// MassTransit would publish on the consumer's own channel, with the sender's properties. What the broker refuses costs
/// that channel, and with it every message that is being worked on.
/// </remarks>
internal sealed class Parking(
    ConfirmedPublisher channel, DelayQueues delays, RabbitMqSettings settings, WorkerSettings worker, FullQueues full)
{
    /// <summary>How often a message could not be parked. Taken off when it is.</summary>
    internal const string AttemptsHeader = "wallet-parking-attempts";

    /// <summary>
    /// How many bytes a body had of which only the beginning is kept, for the broker takes no message as large again.
    /// </summary>
    internal const string LengthHeader = "wallet-body-length";

    /// <summary>How long a message waits at most between two attempts, where the settings have such delays.</summary>
    private const int PauseMaxSeconds = 60;

    /// <summary>Puts a message beside its queue.</summary>
    /// <param name="context">The message, as it was received.</param>
    /// <param name="suffix">Which of the queues beside its own, such as
    /// <see cref="QueueArguments.ErrorSuffix"/>.</param>
    /// <param name="notes">Headers to add, which say why.</param>
    /// <returns>
    /// Whether the broker has confirmed it there. If not, it waits in a delay queue, and comes back as it was; or it
    /// lies in the dead-letter queue, because it came back too often. In all cases it is to be acknowledged.
    /// </returns>
    /// <exception cref="Exception">Nothing took it: it is to be given back.</exception>
    public async Task<bool> TryMoveAsync(
        ReceiveContext context, string suffix, IEnumerable<KeyValuePair<string, object?>> notes)
    {
        if (!context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery))
            throw new InvalidOperationException("Only a message of RabbitMQ can be parked.");

        var input = context.InputAddress.Segments[^1];
        var properties = Republished.PropertiesOf(delivery.Properties);
        var attempts = HeaderNumbers.Read(properties.Headers, AttemptsHeader);
        properties.Headers!.Remove(AttemptsHeader);
        foreach (var (name, value) in notes)
            properties.Headers[name] = value;
        Republished.MakeRoom(properties.Headers, first: MessageHeaders.FaultStackTrace);
        var (body, pauses) = (delivery.DeliveredBody(context), Pauses);
        try
        {
            await PublishAsync(input + suffix, properties, body, isNackRetried: pauses.Count == 0);
            full.Takes(input + suffix);
            return true;
        }
        catch (OperationInterruptedException refusal) when (IsTooLarge(refusal) && body.Length > settings.BodyBytesMax)
        {
            // Its limit was lowered, perhaps by an upgrade, since it took the message. Such a body is refused unread.
            properties.Headers[LengthHeader] = body.Length;
            body = body[..settings.BodyBytesMax];
            await PublishAsync(input + suffix, properties, body, isNackRetried: true);
            return true;
        }
        catch (Exception refusal) when (refusal is PublishException || !BrokerOutage.Is(refusal))
        {
            full.Refuses(input + suffix, refusal);
            if (IsTooOften(delivery))
            {
                await PublishAsync(input + QueueArguments.DeadSuffix, properties, body, isNackRetried: true);
                return false;
            }

            if (pauses.Count == 0)
                throw;
            properties = Republished.PropertiesOf(delivery.Properties);
            properties.Headers![AttemptsHeader] = attempts + 1;
            await delays.PublishAsync(pauses[Math.Min(attempts, pauses.Count - 1)], input, properties, body);
            return false;
        }
    }

    /// <summary>Whether a message was given back more often than a queue would let it, if it counted that.</summary>
    /// <remarks>A classic queue does not, and has no dead-letter queue.</remarks>
    public bool IsTooOften(RabbitMqBasicConsumeContext delivery) =>
        settings.IsQuorum && Deaths.DeliveriesOf(delivery.Properties.Headers) > settings.DeliveryLimit;

    private static bool IsTooLarge(OperationInterruptedException refusal) =>
        refusal.ShutdownReason is { ReplyCode: Constants.PreconditionFailed or Constants.ContentTooLarge };

    /// <summary>
    /// The delays that are short enough, for there may be room again at any moment; else the shortest.
    /// </summary>
    private List<int> Pauses =>
        [.. worker.RedeliveryDelays.Order().Where((seconds, index) => index == 0 || seconds <= PauseMaxSeconds)];

    /// <summary>Through the default exchange, which cannot be deleted. A queue that was is declared again.</summary>
    private async Task PublishAsync(string queue, BasicProperties properties, byte[] body, bool isNackRetried)
    {
        try
        {
            await channel.PublishWithRetryAsync("", queue, properties, body, isNackRetried: isNackRetried);
        }
        catch (PublishException error) when (error.IsReturn)
        {
            await using (var declaring = await channel.OpenPlainAsync())
            {
                await declaring.QueueDeclareAsync(
                    queue, durable: true, exclusive: false, autoDelete: false, QueueArguments.Parking(settings));
            }

            await channel.PublishWithRetryAsync("", queue, properties, body, isNackRetried: isNackRetried);
        }
    }
}
