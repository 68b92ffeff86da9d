using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Answers;

/// <summary>Where answers are published: a connection of their own, on which nothing is declared and nothing is consumed.</summary>
/// <remarks>
/// An exchange that the broker does not know closes the channel it is used on. A consumer's channel that closes gives back every message
/// that the consumer is working on, and MassTransit's own senders declare what they send to, which an address with other arguments
/// makes fail again and again.
/// </remarks>
internal sealed class ReplyChannel(RabbitMqSettings settings) : IAsyncDisposable
{
    private const string DirectReplyTo = "amq.rabbitmq.reply-to.";

    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    /// <summary>How many answers at once may have a channel to themselves.</summary>
    private readonly SemaphoreSlim _alone = new(4, 4);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IConnection? _connection;
    private IChannel? _shared;

    /// <summary>Publishes and waits for the broker's confirm. Never cancelled: the client loses count of its confirms by that.</summary>
    /// <exception cref="PublishException">Nobody takes the message: the queue has vanished.</exception>
    /// <exception cref="OperationInterruptedException">There is no such exchange, or the worker may not write to it.</exception>
    public async Task PublishAsync(string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, bool mandatory = true)
    {
        try
        {
            await PublishAsync(await SharedAsync());
            return;
        }
        catch (Exception error) when (error is not PublishException { IsReturn: true })
        {
            // The channel was closed, by this answer or by another that it was shared with. The next try shares it with nobody.
        }

        await _alone.WaitAsync();
        try
        {
            await using var own = await OpenAsync();
            await PublishAsync(own);
        }
        finally
        {
            _alone.Release();
        }

        // A direct reply reaches its sender without passing a queue, and RabbitMQ returns it as unroutable all the same.
        async Task PublishAsync(IChannel channel) =>
            await channel.BasicPublishAsync(exchange, routingKey, mandatory && !routingKey.StartsWith(DirectReplyTo, StringComparison.Ordinal), properties, body);
    }

    /// <summary>A channel to ask something on, for a caller that closes it.</summary>
    public async Task<IChannel> OpenPlainAsync()
    {
        await _opening.WaitAsync();
        try
        {
            return await (await ConnectedAsync()).CreateChannelAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _alone.Dispose();
        _opening.Dispose();
    }

    private async Task<IChannel> SharedAsync()
    {
        if (_shared is { IsOpen: true } open)
            return open;

        await _opening.WaitAsync();
        try
        {
            if (_shared is not { IsOpen: true })
                _shared = await (await ConnectedAsync()).CreateChannelAsync(Confirmed);
            return _shared;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<IChannel> OpenAsync()
    {
        await _opening.WaitAsync();
        try
        {
            return await (await ConnectedAsync()).CreateChannelAsync(Confirmed);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<IConnection> ConnectedAsync()
    {
        if (_connection is { IsOpen: true } open)
            return open;
        if (_connection is not null)
            await _connection.DisposeAsync();
        return _connection = await settings.NewConnectionFactory().CreateConnectionAsync("wallet-worker answers");
    }
}
