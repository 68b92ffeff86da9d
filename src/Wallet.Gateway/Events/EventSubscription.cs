using System.Threading.Channels;
using Wallet.Contracts;

namespace Wallet.Gateway.Events;

/// <summary>The events of one stream.</summary>
internal sealed class EventSubscription(EventHub hub, Guid? userId) : IDisposable
{
    /// <summary>How many events may wait for a slow client before it is dropped.</summary>
    internal const int BufferSize = 256;

    private readonly Channel<BalanceUpdated> _events = Channel.CreateBounded<BalanceUpdated>(BufferSize);
    private readonly CancellationTokenSource _ended = new();

    public ChannelReader<BalanceUpdated> Events => _events.Reader;

    /// <summary>The wallet's user; null for all wallets.</summary>
    public Guid? UserId { get; } = userId;

    /// <summary>Cancelled when the stream must end, even if events are still buffered.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Offer(BalanceUpdated updated)
    {
        if ((UserId is null || UserId == updated.UserId) && !_events.Writer.TryWrite(updated))
            End();
    }

    public void End()
    {
        _events.Writer.TryComplete();
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the client disconnected at the same moment
        }
    }

    public void Dispose()
    {
        hub.Remove(this);
        _ended.Dispose();
    }
}
