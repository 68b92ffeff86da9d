using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wallet.Hosting.Queues;

/// <summary>Asks the broker for a queue without declaring it, for which no right to configure is needed.</summary>
internal static class QueueLookup
{
    /// <summary>
    /// How many messages wait in a queue and how many consumers it has; null where there is no such queue.
    /// </summary>
    /// <remarks>The broker closes the channel that asks for a queue that does not exist.</remarks>
    public static async Task<QueueDeclareOk?> FindQueueAsync(
        this IChannel channel, string queue, CancellationToken cancelled)
    {
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancelled);
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc cref="FindQueueAsync(IChannel, string, CancellationToken)"/>
    /// <remarks>On a channel of its own, which this call opens and closes.</remarks>
    public static async Task<QueueDeclareOk?> FindQueueAsync(
        this IConnection connection, string queue, CancellationToken cancelled)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancelled);
        return await channel.FindQueueAsync(queue, cancelled);
    }
}
