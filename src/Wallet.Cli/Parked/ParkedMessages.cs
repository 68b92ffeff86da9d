using RabbitMQ.Client.Exceptions;
using RabbitMQ.Client;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;

namespace Wallet.Cli.Parked;

/// <summary>
/// The parked messages, held for as long as this is open. What is not taken goes back when it is closed, in its old
/// order.
/// </summary>
/// <remarks>
/// Messages are got without being acknowledged, on one channel for each queue: one that the broker refuses costs its
/// channel. When it closes, or this process dies, the broker puts them back where they were; all that changes is their
/// mark of being redelivered. Meanwhile nobody else can get them.
/// </remarks>
internal sealed class ParkedMessages : IAsyncDisposable
{
    /// <summary>More than this is not held at once: bodies may have any size.</summary>
    private const long HeldBytesMax = 256L * 1024 * 1024;

    private static readonly TimeSpan CloseMax = TimeSpan.FromSeconds(5);
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true);

    private readonly IConnection _connection;
    private readonly List<IChannel> _holding = [];
    private readonly TimeSpan _timeout;
    private readonly Dictionary<ParkedMessage, Delivery> _deliveries = new(ReferenceEqualityComparer.Instance);
    private IChannel _sending;
    private long _heldBytes;

    private ParkedMessages(IConnection connection, IChannel sending, TimeSpan timeout) =>
        (_connection, _sending, _timeout) = (connection, sending, timeout);

    /// <summary>The queues that have messages, and how many each.</summary>
    public Dictionary<string, uint> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>The messages, queue by queue, the oldest of each first.</summary>
    public List<ParkedMessage> All { get; } = [];

    /// <summary>Queues that the broker does not let us look at, and why.</summary>
    public Dictionary<string, CliException> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>How many messages lie in the queues that nobody has looked at, because the limit was reached.</summary>
    public long NotLookedAt =>
        Counts.Sum(one => Math.Max(0L, one.Value - All.Count(message => message.Queue == one.Key)));

    /// <summary>Gets the messages of some queues.</summary>
    /// <param name="address">Where the broker is.</param>
    /// <param name="queues">The queues; those that do not exist are empty.</param>
    /// <param name="limit">How many of each queue at the most.</param>
    /// <param name="timeout">How long the broker may take for each of its answers.</param>
    /// <param name="cancelled">Gives up.</param>
    /// <exception cref="CliException">The broker cannot be reached, or does not answer in time.</exception>
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
    /// Sends a message to the queue that it came from, and only when the broker has it, takes it out of the parked
    /// ones.
    /// </summary>
    /// <remarks>
    /// A crash between the two leaves it in both places, which its operation's id makes harmless. Never cancelled: a
    /// publish that is given up half-way has an unknown outcome.
    /// </remarks>
    /// <exception cref="PublishException">The broker did not take it, for there is no such queue.</exception>
    /// <exception cref="OperationInterruptedException">The broker does not take such a message.</exception>
    public async Task SendAgainAsync(ParkedMessage message)
    {
        if (!_sending.IsOpen) // A message that the broker refused has cost it.
        {
            await CloseAsync(_sending);
            _sending = await Broker.WithinAsync(_connection.CreateChannelAsync(Confirmed), _timeout, "a channel");
        }

        var properties = Resent.PropertiesOf(_deliveries[message].Properties);
        var sent = _sending.BasicPublishAsync("", Queues.OriginOf(message.Queue), mandatory: true, properties,
            message.Body, CancellationToken.None);
        await Broker.WithinAsync(sent.AsTask(), _timeout, $"message {message.Id}");
        await TakeAsync(message);
    }

    /// <summary>Takes a message out of the parked ones, for good.</summary>
    public Task TakeAsync(ParkedMessage message) => Broker.WithinAsync(
        _deliveries[message].Channel.BasicAckAsync(_deliveries[message].Tag, multiple: false,
            CancellationToken.None).AsTask(),
        _timeout,
        "an acknowledgement");

    /// <summary>Closing the channel gives back what was not taken. A broker that is away does so itself.</summary>
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
            // It ends with the process.
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
                Add(queue, new Delivery(channel, held.DeliveryTag, new BasicProperties(held.BasicProperties)),
                    held.Body.ToArray());
            }
        }
        catch (OperationInterruptedException error) when (MissingRight.Explain(error) is { } missing)
        {
            Refused[queue] = missing;
            GoneBack(queue);
        }
    }

    /// <summary>The broker has closed the channel, and put back what was held on it: nobody may act on that.</summary>
    private void GoneBack(string queue)
    {
        foreach (var message in All.Where(message => message.Queue == queue))
            _deliveries.Remove(message);
        All.RemoveAll(message => message.Queue == queue);
    }

    private void Add(string queue, Delivery delivery, byte[] body)
    {
        var message = ParkedMessage.Read(queue, delivery.Properties, body);
        All.Add(message);
        _deliveries[message] = delivery;
        _heldBytes += body.Length;
    }
}
