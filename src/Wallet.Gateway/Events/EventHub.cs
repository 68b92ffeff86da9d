using System.Collections.Concurrent;
using Wallet.Contracts;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Events;

/// <summary>
/// Passes events to the subscriptions. A subscriber that cannot keep up is dropped, so that memory stays bounded.
/// </summary>
internal sealed class EventHub(GatewaySettings settings)
{
    private readonly ConcurrentDictionary<EventSubscription, byte> _subscriptions = new();
    private int _count;

    /// <summary>Subscribes to one wallet, or to all; null if too many streams are open.</summary>
    public EventSubscription? TrySubscribe(Guid? userId)
    {
        if (Interlocked.Increment(ref _count) > settings.StreamsMax)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        var subscription = new EventSubscription(this, userId);
        _subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    public void Publish(BalanceUpdated updated)
    {
        foreach (var (subscription, _) in _subscriptions)
            subscription.Offer(updated);
    }

    /// <summary>Ends every stream. Clients reconnect, and get what they missed from the history.</summary>
    public void EndAll()
    {
        foreach (var (subscription, _) in _subscriptions)
            subscription.End();
    }

    internal void Remove(EventSubscription subscription)
    {
        if (_subscriptions.TryRemove(subscription, out _))
            Interlocked.Decrement(ref _count);
    }
}
