using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Worker.Answers;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Queues;

/// <summary>
/// Where messages wait until the broker brings them back. A queue that was deleted is declared again.
/// </summary>
internal sealed class DelayQueues(ReplyChannel channel, RabbitMqSettings settings)
{
    private static readonly Dictionary<string, object?> Nothing = new(StringComparer.Ordinal);

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
            await channel.PublishPatientlyAsync(name, input, properties, body);
        }
        catch (Exception error) when (IsMissing(error))
        {
            await using (var declaring = await channel.OpenPlainAsync())
                await DeclareAsync(declaring, seconds, settings, CancellationToken.None);
            await channel.PublishPatientlyAsync(name, input, properties, body);
        }
    }

    /// <summary>Declares the queue of a delay, and the exchange in front of it.</summary>
    public static async Task DeclareAsync(
        IChannel declaring, int seconds, RabbitMqSettings settings, CancellationToken cancelled)
    {
        var name = QueueArguments.DelayName(seconds);
        await declaring.ExchangeDeclareAsync(
            name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancelled);
        await declaring.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false,
            QueueArguments.Delay(seconds, settings), cancellationToken: cancelled);
        await declaring.QueueBindAsync(name, name, "", Nothing, cancellationToken: cancelled);
    }

    /// <summary>Whether the exchange is not there, or no queue behind it.</summary>
    private static bool IsMissing(Exception error) => error
        is PublishException { IsReturn: true }
        or OperationInterruptedException { ShutdownReason.ReplyCode: Constants.NotFound };
}
