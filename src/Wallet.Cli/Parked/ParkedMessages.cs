using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Bus;
using Wallet.Worker.Queues;

namespace Wallet.Cli.Parked;

/// <summary>The parked messages, held for as long as this is open. What is not taken goes back when it is closed, in its old order.</summary>
/// <remarks>
/// Messages are got without being acknowledged, all on one channel. When the channel closes, or this process dies, the broker puts
/// them back where they were; all that changes is their mark of being redelivered. Meanwhile nobody else can get them.
/// </remarks>
internal sealed class ParkedMessages : IAsyncDisposable
{
    private static readonly string[] FaultPrefixes = ["MT-Fault-", "MT-Host-"];

    private readonly IConnection _connection;
    private readonly IChannel _held;
    private readonly IChannel _sending;
    private readonly Dictionary<ParkedMessage, (ulong Tag, IReadOnlyBasicProperties Properties)> _deliveries = new(ReferenceEqualityComparer.Instance);

    private ParkedMessages(IConnection connection, IChannel held, IChannel sending)
    {
        _connection = connection;
        _held = held;
        _sending = sending;
    }

    /// <summary>The queues that have messages, and how many each.</summary>
    public Dictionary<string, uint> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>The messages, queue by queue, the oldest of each first.</summary>
    public List<ParkedMessage> All { get; } = [];

    /// <summary>Gets the messages of some queues.</summary>
    /// <param name="address">Where the broker is.</param>
    /// <param name="queues">The queues; those that do not exist are empty.</param>
    /// <param name="limit">How many of each queue at the most.</param>
    /// <param name="cancelled">Gives up.</param>
    public static async Task<ParkedMessages> OpenAsync(BrokerAddress address, IEnumerable<string> queues, int limit, CancellationToken cancelled)
    {
        var connection = await Broker.ConnectAsync(address, cancelled);
        var parked = new ParkedMessages(
            connection,
            await connection.CreateChannelAsync(cancellationToken: cancelled),
            await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancelled));
        foreach (var queue in queues)
        {
            if (await connection.FindQueueAsync(queue, cancelled) is { MessageCount: > 0 } found)
                await parked.GetAsync(queue, found.MessageCount, limit, cancelled);
        }

        return parked;
    }

    /// <summary>Sends a message to the queue that it came from, and only when the broker has it, takes it out of the parked ones.</summary>
    /// <remarks>A crash between the two leaves it in both places, which its operation's id makes harmless. Never cancelled: a publish that is given up half-way has an unknown outcome.</remarks>
    /// <exception cref="PublishException">The broker did not take it, for there is no such queue.</exception>
    public async Task SendAgainAsync(ParkedMessage message)
    {
        var properties = Republished.PropertiesOf(_deliveries[message].Properties);
        properties.Headers = properties.Headers?.Where(header => !IsOfTheFault(header.Key)).ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal);
        await _sending.BasicPublishAsync("", Queues.OriginOf(message.Queue), mandatory: true, properties, message.Body, CancellationToken.None);
        await TakeAsync(message);
    }

    /// <summary>Takes a message out of the parked ones, for good.</summary>
    public async Task TakeAsync(ParkedMessage message) => await _held.BasicAckAsync(_deliveries[message].Tag, multiple: false, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        // Closing the channel gives back what was not taken.
        await _held.DisposeAsync();
        await _sending.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task GetAsync(string queue, uint count, int limit, CancellationToken cancelled)
    {
        Counts[queue] = count;
        for (var got = 0; got < limit; got++)
        {
            if (await _held.BasicGetAsync(queue, autoAck: false, cancelled) is not { } delivery)
                return;

            var message = ParkedMessage.Read(queue, delivery.BasicProperties, delivery.Body.ToArray());
            All.Add(message);
            _deliveries[message] = (delivery.DeliveryTag, new BasicProperties(delivery.BasicProperties));
        }
    }

    /// <summary>What was written on a message when it was parked, and what is about its last delivery.</summary>
    private static bool IsOfTheFault(string header) =>
        Array.Exists(FaultPrefixes, prefix => header.StartsWith(prefix, StringComparison.Ordinal)) || header is MassTransit.MessageHeaders.Reason or MassTransit.MessageHeaders.RedeliveryCount;
}
