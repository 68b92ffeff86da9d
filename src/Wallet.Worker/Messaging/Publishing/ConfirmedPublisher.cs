using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;

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
    /// Publishes and waits for the broker's confirm, again and again while the broker is away, for 20 s. If it gave up
    /// at once, a broker that came back just after would take the acknowledgement of a message that was never answered.
    /// </summary>
    /// <remarks>
    /// Never cancelled: the client loses count of its confirms by that. A direct reply is tried once: whoever waits for
    /// it has gone with the broker.
    /// </remarks>
    /// <param name="message">The message.</param>
    /// <param name="retry">What is tried again.</param>
    /// <exception cref="PublishException">No queue takes the message, because the queue has vanished; or the broker
    /// does not confirm it.</exception>
    /// <exception cref="OperationInterruptedException">There is no such exchange, or the worker may not write to
    /// it.</exception>
    public async Task PublishAsync(
        OutgoingMessage message, PublishRetry retry = PublishRetry.OutagesAndRejections)
    {
        var connection = message.IsDirectReply ? _directReplies : _responses;
        var start = clock.GetTimestamp();
        for (var pause = PauseFirst; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            var isKnown = message.Exchange.Length == 0 || _known.ContainsKey(message.Exchange);
            try
            {
                await connection.PublishAsync(message, isAlone: !isKnown);
                if (!isKnown)
                    Remember(message.Exchange);
                return;
            }
            catch (Exception error)
            {
                if (error is OperationInterruptedException)
                    _known.TryRemove(message.Exchange, out _);
                if (!IsRetried(error, retry) || message.IsDirectReply || clock.GetElapsedTime(start) >= OutageMax)
                    throw;
            }

            await Task.Delay(pause, clock);
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

    private static bool IsRetried(Exception error, PublishRetry retry) => retry switch
    {
        PublishRetry.None => false,
        PublishRetry.Outages => BrokerOutage.Is(error) && error is not PublishException,
        _ => BrokerOutage.Is(error),
    };
}
