using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Queues;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Publishes to the delay queues, from which the broker delivers messages again. Declares a deleted one again.
/// </summary>
internal sealed class DelayQueues(ConfirmedPublisher publisher, RabbitMqSettings settings)
{
    /// <summary>Puts a message into a delay queue. The broker has confirmed it when this returns.</summary>
    /// <param name="seconds">The delay, one of those in the settings.</param>
    /// <param name="input">The queue that it returns to.</param>
    /// <param name="properties">The properties, as <see cref="RepublishedProperties"/> creates them.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="Exception">
    /// The broker is away (<see cref="BrokerOutage"/>) or refuses the message, or the queue cannot be declared.
    /// </exception>
    public async Task PublishAsync(int seconds, string input, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var message = new OutgoingMessage(QueueNames.Delay(seconds), input, properties, body);
        try
        {
            await publisher.PublishAsync(message);
        }
        catch (Exception error) when (IsMissing(error))
        {
            await using (var declaring = await publisher.OpenPlainAsync())
                await DelayQueue.DeclareAsync(declaring, seconds, settings, CancellationToken.None);
            await publisher.PublishAsync(message);
        }
    }

    /// <summary>Whether the exchange, or the queue behind it, does not exist.</summary>
    private static bool IsMissing(Exception error) => error
        is PublishException { IsReturn: true }
        or OperationInterruptedException { ShutdownReason.ReplyCode: Constants.NotFound };
}
