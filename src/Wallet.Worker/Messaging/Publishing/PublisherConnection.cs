using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// One connection with one shared channel. Both are opened when first needed, and again after they were lost.
/// </summary>
/// <param name="settings">The broker's settings.</param>
/// <param name="name">The connection's name on the broker's management page.</param>
internal sealed class PublisherConnection(RabbitMqSettings settings, string name) : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    /// <summary>Limits how many messages have a channel or connection of their own at once.</summary>
    private readonly SemaphoreSlim _alone = new(4, 4);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private Shared? _shared;

    /// <summary>
    /// Publishes on the shared channel. If that is lost, whether or not because of this message, tries again on a
    /// channel of its own.
    /// </summary>
    /// <remarks>
    /// A missing exchange closes the channel; a garbled direct-reply address makes RabbitMQ close the whole connection.
    /// So after a lost connection the message gets a connection of its own, where another message's retry cannot hit it
    /// again.
    /// </remarks>
    /// <param name="message">The message.</param>
    /// <param name="isAlone">Whether it may cost its channel, and so is not to share one.</param>
    public async Task PublishAsync(OutgoingMessage message, bool isAlone = false)
    {
        Shared? shared = null;
        try
        {
            shared = await SharedAsync();
            if (!isAlone)
            {
                await PublishAsync(shared.Channel, message);
                return;
            }
        }
        // a PublishException is about the queue, not the channel
        catch (Exception error) when (error is not PublishException)
        {
            // retry on its own, below
        }

        await _alone.WaitAsync();
        try
        {
            if (shared is null || !await TryOnChannelOfItsOwnAsync(shared.Connection, message))
                await OnConnectionOfItsOwnAsync(message);
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>Opens a channel for a query. The caller closes it.</summary>
    public async Task<IChannel> OpenPlainAsync() => await (await SharedAsync()).Connection.CreateChannelAsync();

    public async ValueTask DisposeAsync()
    {
        if (_shared is not null)
            await _shared.Connection.DisposeAsync();
        _alone.Dispose();
        _opening.Dispose();
    }

    /// <summary>Whether the connection has held; then the answer is sent, or its own fault is thrown.</summary>
    private static async Task<bool> TryOnChannelOfItsOwnAsync(IConnection connection, OutgoingMessage message)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(Confirmed);
            await PublishAsync(channel, message);
            return true;
        }
        catch (Exception) when (!connection.IsOpen)
        {
            return false;
        }
    }

    /// <remarks>
    /// A direct reply reaches its sender without passing a queue, and RabbitMQ returns it as unroutable all the same.
    /// </remarks>
    private static ValueTask PublishAsync(IChannel channel, OutgoingMessage message) => channel.BasicPublishAsync(
        message.Exchange,
        message.RoutingKey,
        message.Mandatory && !message.IsDirectReply,
        message.Properties,
        message.Body);

    private async Task OnConnectionOfItsOwnAsync(OutgoingMessage message)
    {
        await using var connection = await settings.ConnectAsync(name + ", one");
        await using var channel = await connection.CreateChannelAsync(Confirmed);
        await PublishAsync(channel, message);
    }

    private async Task<Shared> SharedAsync()
    {
        if (_shared is { Channel.IsOpen: true } open)
            return open;

        await _opening.WaitAsync();
        try
        {
            if (_shared is { Channel.IsOpen: true } opened)
                return opened;

            var connection = _shared?.Connection;
            if (connection is not { IsOpen: true })
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                connection = await settings.ConnectAsync(name);
            }

            return _shared = new Shared(connection, await connection.CreateChannelAsync(Confirmed));
        }
        finally
        {
            _opening.Release();
        }
    }

    private sealed record Shared(IConnection Connection, IChannel Channel);
}
