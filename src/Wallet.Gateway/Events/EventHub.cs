using System.Collections.Concurrent;
using System.Threading.Channels;
using Wallet.Contracts;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Events;

/// <summary>
/// Hands events on to whoever is subscribed. A subscriber that does not keep up is dropped, so that nothing grows.
/// </summary>
internal sealed class EventHub(GatewaySettings settings)
{
    private readonly ConcurrentDictionary<EventSubscription, byte> _subscriptions = new();
    private int _count;

    /// <summary>Subscribes to a wallet, or to all; null where too many streams are open.</summary>
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

    /// <summary>Ends every stream. Clients connect again, and get through the history what they missed.</summary>
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
