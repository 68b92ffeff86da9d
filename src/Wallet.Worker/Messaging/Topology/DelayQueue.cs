using RabbitMQ.Client;
using Wallet.Contracts;
using Wallet.Hosting.Broker;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>Declares a delay queue, where messages wait until the broker delivers them again.</summary>
internal static class DelayQueue
{
    private static readonly Dictionary<string, object?> Nothing = new(StringComparer.Ordinal);

    /// <summary>Declares the queue of a delay, and its exchange.</summary>
    public static async Task DeclareAsync(
        IChannel declaring, int seconds, RabbitMqSettings settings, CancellationToken cancelled)
    {
        var name = QueueNames.Delay(seconds);
        await declaring.ExchangeDeclareAsync(
            name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancelled);
        await declaring.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false,
            QueueArguments.Delay(seconds, settings), cancellationToken: cancelled);
        await declaring.QueueBindAsync(name, name, "", Nothing, cancellationToken: cancelled);
    }
}
