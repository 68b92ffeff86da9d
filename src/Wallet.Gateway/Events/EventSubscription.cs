using System.Collections.Concurrent;
using System.Threading.Channels;
using Wallet.Contracts;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Events;

/// <summary>One stream's share of the events.</summary>
internal sealed class EventSubscription(EventHub hub, Guid? userId) : IDisposable
{
    /// <summary>How many events wait for a slow client before it is dropped.</summary>
    internal const int BufferSize = 256;

    private readonly Channel<BalanceUpdated> _events = Channel.CreateBounded<BalanceUpdated>(BufferSize);
    private readonly CancellationTokenSource _ended = new();

    public ChannelReader<BalanceUpdated> Events => _events.Reader;

    /// <summary>The wallet; null for all of them.</summary>
    public Guid? UserId { get; } = userId;

    /// <summary>Set when the stream is to end, whatever is still buffered.</summary>
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
            // The client went at the same moment.
        }
    }

    public void Dispose()
    {
        hub.Remove(this);
        _ended.Dispose();
    }
}
