using MassTransit;

namespace Wallet.Gateway.Events;

/// <summary>
/// Ends the streams when the gateway's queue is lost with its connection, because they may have missed events.
/// </summary>
internal sealed class LostEvents(EventHub hub) : IReceiveEndpointObserver
{
    public Task Ready(ReceiveEndpointReady ready) => Task.CompletedTask;

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed)
    {
        hub.EndAll();
        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        hub.EndAll();
        return Task.CompletedTask;
    }
}
