using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>A sender and subscriber in plain AMQP that comes back whatever becomes of the broker.</summary>
internal sealed class SturdyConnection(int port) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly List<Task> _consuming = [];
    private (IConnection Connection, IChannel Channel)? _publishing;

    /// <summary>Publishes, once.</summary>
    /// <returns>Whether the broker has confirmed it, routed. If not, it may have it or not.</returns>
    public async Task<bool> TryPublishAsync(string exchange, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        try
        {
            await (await ChannelAsync()).BasicPublishAsync(exchange, "", mandatory: true, properties, body);
            return true;
        }
        catch (Exception error) when (IsOfTheBroker(error))
        {
            return false;
        }
    }

    /// <summary>
    /// Declares a queue that outlives the broker, and gives every delivery of it to a handler, again where it was not
    /// acknowledged.
    /// </summary>
    public async Task ConsumeAsync(string queue, string? exchange, Action<BasicDeliverEventArgs> handle)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _consuming.Add(Task.Run(() => KeepConsumingAsync(queue, exchange, handle, begun)));
        await begun.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_consuming);
        if (_publishing is { } open)
            await open.Connection.DisposeAsync();
        _closing.Dispose();
        _opening.Dispose();
    }

    public Task<IConnection> ConnectAsync()
    {
        var factory = BrokerPart.FactoryFor(port, DocumentedUsers.Integrator);
        (factory.AutomaticRecoveryEnabled, factory.RequestedHeartbeat) = (false, TimeSpan.FromSeconds(5));
        return factory.CreateConnectionAsync();
    }

    /// <summary>Whether it is the broker, or the way to it, that has failed.</summary>
    public static bool IsOfTheBroker(Exception error) =>
        error
            is RabbitMQClientException
                or IOException
                or TimeoutException
                or ObjectDisposedException
                or OperationCanceledException
                or System.Net.Sockets.SocketException;

    private async Task<IChannel> ChannelAsync()
    {
        await _opening.WaitAsync();
        try
        {
            if (_publishing is { Channel.IsOpen: true } open)
                return open.Channel;

            if (_publishing is { } lost)
                await lost.Connection.DisposeAsync();
            _publishing = null;
            var connection = await ConnectAsync();
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true,
                    publisherConfirmationTrackingEnabled: true
                )
            );
            _publishing = (connection, channel);
            return channel;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task KeepConsumingAsync(
        string queue,
        string? exchange,
        Action<BasicDeliverEventArgs> handle,
        TaskCompletionSource begun
    )
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await using var connection = await ConnectAsync();
                await using var channel = await connection.CreateChannelAsync();
                await ConsumeOnceAsync(channel, queue, exchange, handle, begun);
            }
            catch (Exception error) when (IsOfTheBroker(error))
            {
                // Again.
            }

            await Task.WhenAny(Task.Delay(Pause, _closing.Token));
        }
    }

    private async Task ConsumeOnceAsync(
        IChannel channel,
        string queue,
        string? exchange,
        Action<BasicDeliverEventArgs> handle,
        TaskCompletionSource begun
    )
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            handle(delivery);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        consumer.ShutdownAsync += (_, _) => Task.FromResult(ended.TrySetResult());
        consumer.UnregisteredAsync += (_, _) => Task.FromResult(ended.TrySetResult());
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
        if (exchange is not null)
            await channel.QueueBindAsync(queue, exchange, "");
        await channel.BasicQosAsync(0, 200, global: false);
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        begun.TrySetResult();
        await using var closing = _closing.Token.Register(() => ended.TrySetResult());
        await ended.Task;
    }
}
