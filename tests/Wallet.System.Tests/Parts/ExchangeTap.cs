using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Wallet.Contracts;

namespace SystemTests.Parts;

/// <summary>
/// Subscribes to an exchange in plain AMQP, and keeps every copy of every message that the broker delivers.
/// </summary>
internal sealed class ExchangeTap : IAsyncDisposable
{
    /// <summary>Where events are published.</summary>
    public const string Events = $"{nameof(Wallet)}.{nameof(Wallet.Contracts)}:{nameof(BalanceUpdated)}";

    private readonly ConcurrentQueue<(Guid MessageId, JsonElement Message)> _messages = new();
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _exchange;

    private ExchangeTap(IConnection connection, IChannel channel, string exchange) =>
        (_connection, _channel, _exchange) = (connection, channel, exchange);

    /// <summary>What has arrived so far, in the order in which it was published.</summary>
    public IReadOnlyList<(Guid MessageId, JsonElement Message)> Messages => [.. _messages];

    /// <param name="servers">The broker.</param>
    /// <param name="exchange">A durable fanout exchange, as MassTransit declares them; it is made where it is not
    /// there.</param>
    public static async Task<ExchangeTap> OpenAsync(LocalServers servers, string exchange)
    {
        var connection = await servers.PlainRabbitMqAsync();
        var channel = await connection.CreateChannelAsync();
        var tap = new ExchangeTap(connection, channel, exchange);
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync(queue, exchange, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += tap.NoteAsync;
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return tap;
    }

    /// <summary>Everything that was published before this was called.</summary>
    public async Task<IReadOnlyList<(Guid MessageId, JsonElement Message)>> AllAsync()
    {
        // A queue keeps the order, so whatever came before this one has arrived when it has.
        var last = Guid.NewGuid();
        await _channel.BasicPublishAsync(
            _exchange,
            "",
            JsonSerializer.SerializeToUtf8Bytes(new { messageId = last, message = new { } })
        );
        await Eventually.IsTrueAsync(() => _messages.Any(one => one.MessageId == last), "the last message");
        return [.. _messages.Where(one => one.Message.EnumerateObject().Any())];
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private Task NoteAsync(object sender, BasicDeliverEventArgs delivered)
    {
        using var envelope = JsonDocument.Parse(delivered.Body);
        _messages.Enqueue(
            (
                envelope.RootElement.GetProperty("messageId").GetGuid(),
                envelope.RootElement.GetProperty("message").Clone()
            )
        );
        return Task.CompletedTask;
    }
}
