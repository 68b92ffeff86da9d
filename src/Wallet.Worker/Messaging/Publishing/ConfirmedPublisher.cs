using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// Where answers, and messages that are moved, are published: connections of their own, where nothing is consumed.
/// </summary>
/// <remarks>
/// An exchange that the broker does not know closes the channel it is used on. A consumer's channel that closes gives
/// back every message that the consumer is working on, and MassTransit's own senders declare what they send to, which
/// an address with other arguments makes fail again and again. Direct replies have a connection to themselves, because
/// a bad one costs it.
/// </remarks>
internal sealed class ConfirmedPublisher(RabbitMqSettings settings, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How long a message waits for a broker that is away.</summary>
    private static readonly TimeSpan OutageMax = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private const string DirectReplyTo = "amq.rabbitmq.reply-to.";

    /// <summary>How many exchanges are remembered.</summary>
    private const int KnownMax = 10_000;

    /// <summary>
    /// Exchanges that have taken something. Any other is tried on a channel of its own first: one that is not there
    /// closes the channel, and what others have on it without a confirm would have to be sent twice.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    private readonly PublisherConnection _answers = new(settings, "wallet-worker answers");
    private readonly PublisherConnection _directReplies = new(settings, "wallet-worker direct replies");

    /// <summary>
    /// Publishes and waits for the broker's confirm. Never cancelled: the client loses count of its confirms by that.
    /// </summary>
    /// <exception cref="PublishException">Nobody takes the message, because the queue has vanished; or the broker does
    /// not confirm it.</exception>
    /// <exception cref="OperationInterruptedException">There is no such exchange, or the worker may not write to
    /// it.</exception>
    public async Task PublishAsync(
        string exchange,
        string routingKey,
        BasicProperties properties,
        ReadOnlyMemory<byte> body,
        bool mandatory = true)
    {
        // A direct reply reaches its sender without passing a queue, and RabbitMQ returns it as unroutable all the
        // same.
        var isDirect = IsDirect(exchange, routingKey);
        var lane = isDirect ? _directReplies : _answers;
        var isKnown = exchange.Length == 0 || _known.ContainsKey(exchange);
        try
        {
            await lane.PublishAsync(
                async channel =>
                    await channel.BasicPublishAsync(exchange, routingKey, mandatory && !isDirect, properties, body),
                isAlone: !isKnown);
            if (!isKnown)
                Remember(exchange);
        }
        catch (OperationInterruptedException)
        {
            _known.TryRemove(exchange, out _);
            throw;
        }
    }

    /// <summary>
    /// The same, again and again while the broker is away or does not confirm, for 20 s. If it gave up at once, a
    /// broker that came back just after would take the acknowledgement of a message that was never answered.
    /// </summary>
    /// <remarks>
    /// A direct reply does not wait: whoever waits for it has gone with the broker. Nor does what has another place to
    /// go to when a queue is full (<paramref name="isNackRetried"/>).
    /// </remarks>
    public async Task PublishWithRetryAsync(
        string exchange,
        string routingKey,
        BasicProperties properties,
        ReadOnlyMemory<byte> body,
        bool mandatory = true,
        bool isNackRetried = true)
    {
        var start = clock.GetTimestamp();
        for (var pause = PauseFirst; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            try
            {
                await PublishAsync(exchange, routingKey, properties, body, mandatory);
                return;
            }
            catch (Exception error) when (BrokerOutage.Is(error)
                && (isNackRetried || error is not PublishException)
                && !IsDirect(exchange, routingKey)
                && clock.GetElapsedTime(start) < OutageMax)
            {
                await Task.Delay(pause, clock);
            }
        }
    }

    /// <inheritdoc cref="PublisherConnection.OpenPlainAsync"/>
    public Task<IChannel> OpenPlainAsync() => _answers.OpenPlainAsync();

    public async ValueTask DisposeAsync()
    {
        await _answers.DisposeAsync();
        await _directReplies.DisposeAsync();
    }

    private void Remember(string exchange)
    {
        if (_known.Count >= KnownMax)
            _known.Clear(); // those in use come back
        _known[exchange] = true;
    }

    /// <summary>Whether an address is one of RabbitMQ's direct replies.</summary>
    public static bool IsDirect(string exchange, string routingKey) =>
        exchange.Length == 0 && routingKey.StartsWith(DirectReplyTo, StringComparison.Ordinal);
}
