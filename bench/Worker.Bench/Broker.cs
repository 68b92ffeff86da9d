using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace WorkerBench;

/// <summary>What the driver does with the broker: fills queues, and looks at how full they are.</summary>
internal sealed class Broker : IAsyncDisposable
{
    /// <summary>A queue of one message, which swallows responses that are not read.</summary>
    public const string Sink = "bench_sink";

    private readonly IConnection _connection;
    private readonly IChannel _filling;
    private IChannel _looking;

    private Broker(IConnection connection, IChannel filling, IChannel looking) =>
        (_connection, _filling, _looking) = (connection, filling, looking);

    public static async Task<Broker> ConnectAsync(int port)
    {
        var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = port }.CreateConnectionAsync(
            "bench driver"
        );
        var broker = new Broker(
            connection,
            await connection.CreateChannelAsync(),
            await connection.CreateChannelAsync()
        );
        await DeclareReplyQueueAsync(broker._filling, Sink, new Dictionary<string, object?> { ["x-max-length"] = 1 });
        return broker;
    }

    public Task<IChannel> OpenChannelAsync() => _connection.CreateChannelAsync();

    /// <summary>A queue with an exchange of the same name, both as MassTransit's request clients have them.</summary>
    public static async Task DeclareReplyQueueAsync(
        IChannel channel,
        string name,
        Dictionary<string, object?>? arguments = null
    )
    {
        await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: false, autoDelete: true);
        await channel.QueueDeclareAsync(name, durable: false, exclusive: false, autoDelete: false, arguments);
        await channel.QueueBindAsync(name, name, "");
    }

    /// <summary>Puts messages into a queue, one for each wallet in turn, and waits until they are there.</summary>
    public async Task FillAsync(string queue, MessageMaker maker, Verb verb, int count, int wallets)
    {
        for (var number = 0; number < count; number++)
            await PublishAsync(queue, maker, verb, number % wallets);

        // The broker handles a channel in order: an answer to this says that it has all of them. They cannot be
        // counted, because a consumer that is paused still has been sent some.
        await _filling.QueueDeclarePassiveAsync(queue);
    }

    /// <summary>
    /// Publishes one message. A request for a balance wants a response, which is not read; a balance that is set is
    /// told by its event alone.
    /// </summary>
    public async Task PublishAsync(string queue, MessageMaker maker, Verb verb, int wallet)
    {
        var (properties, body) = maker.Make(verb, wallet, Guid.NewGuid(), verb == Verb.Get ? Sink : null);
        await _filling.BasicPublishAsync("", queue, mandatory: false, properties, body);
    }

    /// <summary>Messages that wait in a queue; those that a consumer has taken are not among them.</summary>
    public async Task<long> CountAsync(string queue) => (await _looking.QueueDeclarePassiveAsync(queue)).MessageCount;

    public async Task<bool> HasConsumersAsync(string queue, int count = 1)
    {
        try
        {
            return (await _looking.QueueDeclarePassiveAsync(queue)).ConsumerCount >= count;
        }
        catch (OperationInterruptedException)
        {
            _looking = await _connection.CreateChannelAsync(); // that a queue is not there yet closes the channel
            return false;
        }
    }

    /// <summary>Nothing may have failed, or the figures are of something else.</summary>
    public async Task ThrowIfParkedAsync(string queue)
    {
        var errors = $"{queue}_error";
        try
        {
            if (await CountAsync(errors) is > 0 and var count)
                throw new InvalidOperationException($"{count} messages of {queue} have failed.");
        }
        catch (OperationInterruptedException)
        {
            _looking = await _connection.CreateChannelAsync(); // no such queue, so nothing has failed
        }
    }

    public Task PurgeAsync(string queue) => _filling.QueuePurgeAsync(queue);

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
