using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// Publishes responses and moved messages with publisher confirms, on connections of their own where nothing is
/// consumed.
/// </summary>
/// <remarks>
/// Publishing to an exchange that does not exist closes the channel. On a consumer's channel that would requeue every
/// message in progress there. MassTransit's own senders declare their destination, which fails again and again if it
/// exists with other arguments. Direct replies have a separate connection, because a bad one closes it.
/// </remarks>
internal sealed class ConfirmedPublisher(RabbitMqSettings settings, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How long a message waits for an unreachable broker.</summary>
    private static readonly TimeSpan OutageMax = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private const string DirectReplyTo = "amq.rabbitmq.reply-to.";

    /// <summary>How many exchanges are remembered.</summary>
    private const int KnownMax = 10_000;

    /// <summary>
    /// Exchanges that are known to exist. Any other is first tried on a channel of its own: if it does not exist, the
    /// channel is closed, and unconfirmed messages of others on it would have to be sent twice.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    private readonly PublisherConnection _responses = new(settings, "wallet-worker answers");
    private readonly PublisherConnection _directReplies = new(settings, "wallet-worker direct replies");

    /// <summary>
    /// Publishes and waits for the broker's confirm. Never cancelled, because then the client would lose count of its
    /// confirms.
    /// </summary>
    /// <exception cref="PublishException">
    /// No queue takes the message, because it no longer exists; or the broker does not confirm it.
    /// </exception>
    /// <exception cref="OperationInterruptedException">
    /// The exchange does not exist, or the worker may not write to it.
    /// </exception>
    public async Task PublishAsync(
        string exchange,
        string routingKey,
        BasicProperties properties,
        ReadOnlyMemory<byte> body,
        bool mandatory = true)
    {
        // A direct reply does not pass a queue, and RabbitMQ returns it as unroutable although it reaches its receiver.
        var isDirect = IsDirect(exchange, routingKey);
        var lane = isDirect ? _directReplies : _responses;
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
    /// Publishes, retrying for 20 s while the broker is unreachable or does not confirm. Without retries, a broker that
    /// comes back just after the failure would get the acknowledgement of a message without a response.
    /// </summary>
    /// <remarks>
    /// A direct reply is not retried: its receiver has lost the broker, too. Nor is a message that has another place to
    /// go when a queue is full (<paramref name="isNackRetried"/>).
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
    public Task<IChannel> OpenPlainAsync() => _responses.OpenPlainAsync();

    public async ValueTask DisposeAsync()
    {
        await _responses.DisposeAsync();
        await _directReplies.DisposeAsync();
    }

    private void Remember(string exchange)
    {
        if (_known.Count >= KnownMax)
            _known.Clear(); // those in use are added again
        _known[exchange] = true;
    }

    /// <summary>Whether an address is one of RabbitMQ's direct replies.</summary>
    public static bool IsDirect(string exchange, string routingKey) =>
        exchange.Length == 0 && routingKey.StartsWith(DirectReplyTo, StringComparison.Ordinal);
}
