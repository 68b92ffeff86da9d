namespace Wallet.Worker.Messaging.Topology;

/// <summary>The channel on which a queue is listened to.</summary>
/// <param name="isOpen">Whether it is open, and its connection, too.</param>
/// <param name="end">Closes it, and tells whoever consumes on it.</param>
internal sealed class ConsumerChannel(Func<bool> isOpen, Func<Task> end)
{
    /// <summary>Once: a channel that is being closed has by halves been disposed of.</summary>
    private readonly Lazy<Task> _ended = new(async () => await end());

    public bool IsOpen => isOpen();

    public Task EndAsync() => _ended.Value;
}
