using System.Collections.Concurrent;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>On which channel each queue is consumed.</summary>
internal sealed class ConsumerChannels
{
    private readonly ConcurrentDictionary<string, ConsumerChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>Notes on which channel a queue is about to be consumed.</summary>
    public void Opened(string queue, ConsumerChannel channel) => _channels[queue] = channel;

    /// <summary>The channel of a queue; null where none has been opened.</summary>
    public ConsumerChannel? Find(string queue) => _channels.GetValueOrDefault(queue);
}
