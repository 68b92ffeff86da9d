using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// One connection and the channel that all share on it. Both are opened when they are needed, and again when they were
/// lost.
/// </summary>
/// <param name="settings">Which broker.</param>
/// <param name="name">What the broker's page calls the connection.</param>
internal sealed class PublisherConnection(RabbitMqSettings settings, string name) : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    /// <summary>How many answers at once may have a channel or a connection to themselves.</summary>
    private readonly SemaphoreSlim _alone = new(4, 4);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private Shared? _shared;

    /// <summary>
    /// Publishes on the shared channel. Where that is lost, this answer may have been the reason, or not: it goes on
    /// alone.
    /// </summary>
    /// <remarks>
    /// An exchange that the broker does not know costs the channel. An address of a direct reply that is garbage makes
    /// RabbitMQ close the whole connection; so whoever has lost that goes on over one of its own, and cannot be struck
    /// a second time by another's retry.
    /// </remarks>
    /// <param name="publish">What to do on a channel.</param>
    /// <param name="isAlone">Whether it may cost its channel, and so is not to share one.</param>
    public async Task PublishAsync(Func<IChannel, Task> publish, bool isAlone = false)
    {
        Shared? shared = null;
        try
        {
            shared = await SharedAsync();
            if (!isAlone)
            {
                await publish(shared.Channel);
                return;
            }
        }
        catch (Exception error) when (error is not PublishException) // which is about the queue, and no channel's fault
        {
            // Alone, then.
        }

        await _alone.WaitAsync();
        try
        {
            if (shared is null || !await TryOnChannelOfItsOwnAsync(shared.Connection, publish))
                await OnConnectionOfItsOwnAsync(publish);
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>A channel to ask something on, for a caller that closes it.</summary>
    public async Task<IChannel> OpenPlainAsync() => await (await SharedAsync()).Connection.CreateChannelAsync();

    public async ValueTask DisposeAsync()
    {
        if (_shared is not null)
            await _shared.Connection.DisposeAsync();
        _alone.Dispose();
        _opening.Dispose();
    }

    /// <summary>Whether the connection has held; then the answer is sent, or its own fault is thrown.</summary>
    private static async Task<bool> TryOnChannelOfItsOwnAsync(IConnection connection, Func<IChannel, Task> publish)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(Confirmed);
            await publish(channel);
            return true;
        }
        catch (Exception) when (!connection.IsOpen)
        {
            return false;
        }
    }

    private async Task OnConnectionOfItsOwnAsync(Func<IChannel, Task> publish)
    {
        await using var connection = await settings.NewConnectionFactory().CreateConnectionAsync(name + ", one");
        await using var channel = await connection.CreateChannelAsync(Confirmed);
        await publish(channel);
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
                connection = await settings.NewConnectionFactory().CreateConnectionAsync(name);
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
