using RabbitMQ.Client.Exceptions;
using RabbitMQ.Client;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Queues;
using Wallet.Hosting.Settings;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Where messages wait until the broker brings them back. A queue that was deleted is declared again.
/// </summary>
internal sealed class DelayQueues(ConfirmedPublisher channel, RabbitMqSettings settings)
{
    /// <summary>Hands a message to the broker for later. Confirmed when this ends.</summary>
    /// <param name="seconds">How long, one of the delays that the settings name.</param>
    /// <param name="input">The queue that it comes back to.</param>
    /// <param name="properties">Its properties, as <see cref="Republished"/> makes them.</param>
    /// <param name="body">Its body.</param>
    /// <exception cref="Exception">
    /// The broker is away (<see cref="BrokerOutage"/>), or refuses the message, or the queue cannot be declared.
    /// </exception>
    public async Task PublishAsync(int seconds, string input, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var name = QueueArguments.DelayName(seconds);
        try
        {
            await channel.PublishWithRetryAsync(name, input, properties, body);
        }
        catch (Exception error) when (IsMissing(error))
        {
            await using (var declaring = await channel.OpenPlainAsync())
                await DelayQueue.DeclareAsync(declaring, seconds, settings, CancellationToken.None);
            await channel.PublishWithRetryAsync(name, input, properties, body);
        }
    }

    /// <summary>Whether the exchange is not there, or no queue behind it.</summary>
    private static bool IsMissing(Exception error) => error
        is PublishException { IsReturn: true }
        or OperationInterruptedException { ShutdownReason.ReplyCode: Constants.NotFound };
}
