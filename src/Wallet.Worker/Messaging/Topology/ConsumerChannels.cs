using System.Collections.Concurrent;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>The channels that the queues are consumed on.</summary>
internal sealed class ConsumerChannels
{
    private readonly ConcurrentDictionary<string, ConsumerChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>Notes the channel that a queue is about to be consumed on.</summary>
    public void Opened(string queue, ConsumerChannel channel) => _channels[queue] = channel;

    /// <summary>The channel of a queue; null if none has been opened.</summary>
    public ConsumerChannel? Find(string queue) => _channels.GetValueOrDefault(queue);
}
