using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Queues;

namespace Wallet.Gateway.Pulse;

/// <summary>
/// The lengths of the worker's queues. Asks the broker only while somebody looks, and at most every few seconds.
/// </summary>
internal sealed class QueueDepths(RabbitMqSettings settings, TimeProvider clock, ILogger<QueueDepths> logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private IReadOnlyList<QueueDepth>? _depths;
    private long? _lookedAt;
    private IConnection? _connection;
    private bool _isRefused;

    /// <summary>The queues, or null if the broker does not respond.</summary>
    public async Task<IReadOnlyList<QueueDepth>?> LookAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_lookedAt is { } then && clock.GetElapsedTime(then) < FreshFor)
                return _depths;

            using var limit = new CancellationTokenSource(LookTimeout, clock);
            _depths = await AskAsync(limit.Token);
            _lookedAt = clock.GetTimestamp();
            return _depths;
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _one.Dispose();
    }

    private async Task<IReadOnlyList<QueueDepth>?> AskAsync(CancellationToken limit)
    {
        try
        {
            var connection = await ConnectAsync(limit);
            var depths = new List<QueueDepth>();
            foreach (var name in QueueNames.Inputs)
            {
                var queue = await connection.FindQueueAsync(name, limit);
                var errors = await connection.FindQueueAsync(name + QueueNames.ErrorSuffix, limit);
                var dead = await connection.FindQueueAsync(name + QueueNames.DeadSuffix, limit);
                var skipped = await connection.FindQueueAsync(name + QueueNames.SkippedSuffix, limit);
                depths.Add(
                    new QueueDepth(
                        name,
                        queue?.MessageCount ?? 0,
                        queue?.ConsumerCount ?? 0,
                        (errors?.MessageCount ?? 0) + (dead?.MessageCount ?? 0),
                        skipped?.MessageCount ?? 0
                    )
                );
            }

            _isRefused = false;
            return depths;
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == Constants.AccessRefused)
        {
            if (!_isRefused)
            {
                logger.LogWarning(
                    new EventId(5201, "QueueDepthsRefused"),
                    "The page does not say how full the queues are: {Reason}. docs/permissions.md has what the "
                        + "gateway's user needs.",
                    error.ShutdownReason.ReplyText);
            }

            _isRefused = true;
            return null;
        }
        catch (Exception error) when (error is RabbitMQClientException or OperationCanceledException or IOException)
        {
            logger.LogDebug(error, "The broker does not say how full its queues are.");
            return null;
        }
    }

    private async Task<IConnection> ConnectAsync(CancellationToken limit)
    {
        if (_connection is { IsOpen: true })
            return _connection;

        if (_connection is not null)
            await _connection.DisposeAsync();
        return _connection = await settings
            .NewConnectionFactory()
            .CreateConnectionAsync("wallet-gateway queue depths", limit);
    }
}
