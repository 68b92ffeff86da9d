namespace Wallet.Worker.Messaging.Topology;

/// <summary>The channel that a queue is consumed on.</summary>
/// <param name="isOpen">Whether the channel and its connection are open.</param>
/// <param name="end">Closes it and notifies its consumer.</param>
internal sealed class ConsumerChannel(Func<bool> isOpen, Func<Task> end)
{
    /// <summary>Closes it only once: a channel that is being closed is already half disposed of.</summary>
    private readonly Lazy<Task> _ended = new(async () => await end());

    public bool IsOpen => isOpen();

    public Task EndAsync() => _ended.Value;
}
