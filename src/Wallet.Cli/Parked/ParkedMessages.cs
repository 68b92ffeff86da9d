using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Hosting.Queues;

namespace Wallet.Cli.Parked;

/// <summary>
/// Holds parked messages while it is open. On closing, those that were not removed return to their place.
/// </summary>
/// <remarks>
/// Messages are fetched without acknowledgement, on one channel for each queue, because a refusal closes the channel.
/// When the channel closes, or this process dies, the broker puts them back in order; only their redelivered flag
/// changes. Meanwhile nobody else can get them.
/// </remarks>
internal sealed class ParkedMessages : IAsyncDisposable
{
    /// <summary>The maximum total length of held messages, since bodies may have any size.</summary>
    private const long HeldBytesMax = 256L * 1024 * 1024;

    private static readonly TimeSpan CloseMax = TimeSpan.FromSeconds(5);
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true);

    private readonly IConnection _connection;
    private readonly List<IChannel> _holding = [];
    private readonly TimeSpan _timeout;
    private readonly Dictionary<ParkedMessage, HeldDelivery> _deliveries = new(ReferenceEqualityComparer.Instance);
    private IChannel _sending;
    private long _heldBytes;

    private ParkedMessages(IConnection connection, IChannel sending, TimeSpan timeout) =>
        (_connection, _sending, _timeout) = (connection, sending, timeout);

    /// <summary>The number of messages in each queue that has any.</summary>
    public Dictionary<string, uint> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>The messages, queue by queue, the oldest of each first.</summary>
    public List<ParkedMessage> All { get; } = [];

    /// <summary>The queues that the broker does not let us read, and why.</summary>
    public Dictionary<string, CliException> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of messages beyond the limit, which were not looked at.</summary>
    public long NotLookedAt =>
        Counts.Sum(one => Math.Max(0L, one.Value - All.Count(message => message.Queue == one.Key)));

    /// <summary>Fetches the messages of some queues.</summary>
    /// <param name="address">The broker's address.</param>
    /// <param name="queues">The queues; a missing one counts as empty.</param>
    /// <param name="limit">The maximum number of messages from each queue.</param>
    /// <param name="timeout">How long to wait for each of the broker's responses.</param>
    /// <param name="cancelled">Cancels the operation.</param>
    /// <exception cref="CliException">The broker is unreachable, or does not respond in time.</exception>
    public static async Task<ParkedMessages> OpenAsync(
        BrokerAddress address, IEnumerable<string> queues, int limit, TimeSpan timeout, CancellationToken cancelled)
    {
        var connection = await Broker.ConnectAsync(address, cancelled);
        ParkedMessages? parked = null;
        try
        {
            var sending = await Broker.WithinAsync(connection.CreateChannelAsync(Confirmed, cancelled), timeout,
                "a channel");
            parked = new ParkedMessages(connection, sending, timeout);
            foreach (var queue in queues)
                await parked.LookAsync(queue, limit, cancelled);
            return parked;
        }
        catch (Exception)
        {
            await (parked?.DisposeAsync() ?? CloseAsync(connection));
            throw;
        }
    }

    /// <summary>
    /// Sends a message to the queue that it came from and, once the broker has confirmed it, removes it from the parked
    /// ones.
    /// </summary>
    /// <remarks>
    /// After a crash between the two it is in both queues, which its operation id makes safe. Never cancelled, since
    /// the outcome of a cancelled publish is unknown.
    /// </remarks>
    /// <exception cref="PublishException">The queue does not exist.</exception>
    /// <exception cref="OperationInterruptedException">The broker refuses the message.</exception>
    public async Task SendAgainAsync(ParkedMessage message)
    {
        if (!_sending.IsOpen) // A refused message has closed it.
        {
            await CloseAsync(_sending);
            _sending = await Broker.WithinAsync(_connection.CreateChannelAsync(Confirmed), _timeout, "a channel");
        }

        var properties = ReplayProperties.PropertiesOf(_deliveries[message].Properties);
        var sent = _sending.BasicPublishAsync("", Queues.OriginOf(message.Queue), mandatory: true, properties,
            message.Body, CancellationToken.None);
        await Broker.WithinAsync(sent.AsTask(), _timeout, $"message {message.Id}");
        await TakeAsync(message);
    }

    /// <summary>Removes a message from the parked ones for good.</summary>
    public Task TakeAsync(ParkedMessage message) => Broker.WithinAsync(
        _deliveries[message].Channel.BasicAckAsync(_deliveries[message].Tag, multiple: false,
            CancellationToken.None).AsTask(),
        _timeout,
        "an acknowledgement");

    /// <summary>
    /// Closes the channels, which requeues what was not removed. An unreachable broker does so by itself.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _holding)
            await CloseAsync(channel);
        await CloseAsync(_sending);
        await CloseAsync(_connection);
    }

    private static async ValueTask CloseAsync(IAsyncDisposable closed)
    {
        try
        {
            await closed.DisposeAsync().AsTask().WaitAsync(CloseMax);
        }
        catch (Exception)
        {
            // it ends with the process
        }
    }

    private async Task LookAsync(string queue, int limit, CancellationToken cancelled)
    {
        try
        {
            var found = await Broker.WithinAsync(_connection.FindQueueAsync(queue, cancelled), _timeout,
                $"queue {queue}");
            if (found is not { MessageCount: > 0 })
                return;
            var channel = await Broker.WithinAsync(_connection.CreateChannelAsync(cancellationToken: cancelled),
                _timeout, "a channel");
            _holding.Add(channel);
            Counts[queue] = found.MessageCount;
            for (var got = 0; got < limit && _heldBytes < HeldBytesMax; got++)
            {
                cancelled.ThrowIfCancellationRequested();
                var delivery = channel.BasicGetAsync(queue, autoAck: false, CancellationToken.None);
                if (await Broker.WithinAsync(delivery, _timeout, $"a message of {queue}") is not { } held)
                    return;
                Add(queue, new HeldDelivery(channel, held.DeliveryTag, new BasicProperties(held.BasicProperties)),
                    held.Body.ToArray());
            }
        }
        catch (OperationInterruptedException error) when (MissingRight.Explain(error) is { } missing)
        {
            Refused[queue] = missing;
            GoneBack(queue);
        }
    }

    /// <summary>
    /// The broker has closed the channel and requeued its messages, so they may no longer be acted on.
    /// </summary>
    private void GoneBack(string queue)
    {
        foreach (var message in All.Where(message => message.Queue == queue))
            _deliveries.Remove(message);
        All.RemoveAll(message => message.Queue == queue);
    }

    private void Add(string queue, HeldDelivery delivery, byte[] body)
    {
        var message = ParkedMessage.Read(queue, delivery.Properties, body);
        All.Add(message);
        _deliveries[message] = delivery;
        _heldBytes += body.Length;
    }
}
