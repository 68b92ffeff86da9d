using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Wallet.Hosting.Guard;

namespace SystemTests.Fuzz;

/// <summary>Looks at all that comes into a queue of parked messages, and gives it back when this is closed.</summary>
internal sealed class HeldQueue : IAsyncDisposable
{
    private const string Marker = "marker ";
    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly ConcurrentDictionary<int, bool> _held = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _markers = new(StringComparer.Ordinal);
    private readonly IChannel _channel;
    private readonly Action<int?> _note;

    private HeldQueue(string queue, IChannel channel, Action<int?> note) =>
        (Queue, _channel, _note) = (queue, channel, note);

    public string Queue { get; }

    /// <param name="connection">A connection whose user may read the queue.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="note">Is told of each message; null where it is none of the fuzz.</param>
    public static async Task<HeldQueue> OpenAsync(IConnection connection, string queue, Action<int?> note)
    {
        var held = new HeldQueue(queue, await connection.CreateChannelAsync(Confirmed), note);
        // Without a number, a quorum queue hands out 2,000 and waits.
        await held._channel.BasicQosAsync(prefetchSize: 0, prefetchCount: ushort.MaxValue, global: false);
        var consumer = new AsyncEventingBasicConsumer(held._channel);
        consumer.ReceivedAsync += held.LookAsync;
        await held._channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        return held;
    }

    /// <summary>Whether a message lies there now.</summary>
    /// <remarks>
    /// A queue keeps the order, and what has a higher priority comes before: whatever lies there when the marker is
    /// confirmed has come when the marker comes.
    /// </remarks>
    public async Task<bool> HoldsAsync(int index)
    {
        if (_held.ContainsKey(index))
            return true;
        var (marker, come) = ($"{Marker}{Guid.NewGuid()}", new TaskCompletionSource());
        _markers[marker] = come;
        await _channel.BasicPublishAsync("", Queue, mandatory: true, Encoding.UTF8.GetBytes(marker));
        await come.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return _held.ContainsKey(index);
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    /// <summary>Of an empty body with properties that cannot be read, these are all that there is.</summary>
    private static string? Unreadable(IDictionary<string, object?>? headers) =>
        UnreadableProperties.Find(headers) is { } unreadable ? Encoding.Latin1.GetString(unreadable.Bytes.Span) : null;

    private async Task LookAsync(object sender, BasicDeliverEventArgs delivered)
    {
        if (delivered.Body.Span.StartsWith("marker "u8))
        {
            await _channel.BasicAckAsync(delivered.DeliveryTag, multiple: false);
            if (_markers.TryRemove(Encoding.UTF8.GetString(delivered.Body.Span), out var come))
                come.SetResult();
            return;
        }

        var index = FuzzMark.InTail(delivered.Body.Span)
            ?? FuzzMark.In(delivered.BasicProperties.MessageId)
            ?? FuzzMark.In(delivered.BasicProperties.CorrelationId)
            ?? FuzzMark.In(Unreadable(delivered.BasicProperties.Headers));
        if (index is { } known)
            _held[known] = true;
        _note(index);
    }
}
