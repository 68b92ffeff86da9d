using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using TypedTables;
using Wallet.Hosting.Queues;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Defers a message that failed with a transient error, and decides when that has been done often enough.
/// </summary>
/// <remarks>
/// The layers of retries do not multiply, because each handles what the one before does not: the table client retries
/// calls that were throttled or got no response, the retry in the process handles contended wallets, and redelivery the
/// rest.
/// </remarks>
internal sealed class Redelivery(DelayQueues delayQueues, WorkerSettings settings, ILogger<Redelivery> logger)
{
    /// <summary>
    /// How often a message has been deferred. MassTransit's own header, so that its redelivery count is right.
    /// </summary>
    public const string CountHeader = MessageHeaders.RedeliveryCount;

    private readonly IReadOnlyList<int> _delays = settings.RedeliveryDelays;

    /// <summary>Whether the same message may succeed later.</summary>
    public static bool IsTransient(Exception error) =>
        error is TypedTableException { IsRetryable: true } or WalletContendedException || IsSetupFault(error);

    /// <summary>
    /// Whether a table, an index, a permission or credentials are missing, which is not the message's fault.
    /// </summary>
    /// <remarks>An operator will fix it, and should not have to replay a whole backlog afterwards.</remarks>
    public static bool IsSetupFault(Exception error) =>
        error is TableOperationException failed
        && (failed.IsUnauthenticated
            || failed.Code is DynamoDbErrors.AccessDeniedException or DynamoDbErrors.ResourceNotFoundException
            || IsIndexMissing(failed));

    /// <summary>
    /// Whether an index is missing or still being filled. DynamoDB's code is that of a wrong request; only the message
    /// tells.
    /// </summary>
    private static bool IsIndexMissing(TableOperationException error) =>
        error is { Operation: "Query", Code: DynamoDbErrors.ValidationException }
        && (error.Message.Contains("backfilling global secondary index", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("does not have the specified index", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it lost against other writers, so that an immediate retry makes sense.</summary>
    public static bool IsContention(Exception error) =>
        error is WalletContendedException or TableOperationException { IsConflict: true };

    /// <summary>
    /// Whether the process retries it at once: what the table client does not retry, because it neither decides again
    /// nor repeats a transaction of which one action was throttled.
    /// </summary>
    public static bool IsRetriedInProcess(Exception error) =>
        IsContention(error)
        || error
            is TableOperationException
            {
                Code: DynamoDbErrors.ThrottlingError or DynamoDbErrors.ProvisionedThroughputExceeded,
            };

    /// <summary>Defers a failed message.</summary>
    /// <returns>
    /// Whether the broker has confirmed it. Only then may the message be acknowledged; otherwise it must be parked.
    /// </returns>
    /// <exception cref="Exception">
    /// The broker is away (<see cref="BrokerOutage"/>): the message must be requeued.
    /// </exception>
    public async Task<bool> TryDeferAsync(ReceiveContext context, Exception error)
    {
        if (!IsTransient(error) || !context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery))
            return false;

        var count = CountOf(delivery.Properties.Headers);
        if (count >= _delays.Count)
            return false;

        var (seconds, queue) = (_delays[count], context.InputAddress.Segments[^1]);
        try
        {
            var properties = PropertiesOf(delivery.Properties, count + 1);
            await delayQueues.PublishAsync(seconds, queue, properties, delivery.DeliveredBody(context));
        }
        catch (Exception failure) when (!BrokerOutage.Is(failure))
        {
            // The message must not be lost because of this. It is parked and waits for a person instead.
            logger.LogWarning(
                new EventId(4201, "DeferFailed"),
                "A message of {Queue} could not be deferred for {Seconds} s and is parked: {Reason}",
                queue,
                seconds,
                failure.Message
            );
            return false;
        }

        context.GetOrAddPayload(() => new Deferred());
        logger.LogWarning(
            new EventId(4202, "Deferred"),
            "A message of {Queue} is delivered again in {Seconds} s ({Count} of {Max}): {Reason}",
            queue,
            seconds,
            count + 1,
            _delays.Count,
            error.Message
        );
        return true;
    }

    /// <summary>The message's own properties and headers, with the count of redeliveries.</summary>
    internal static BasicProperties PropertiesOf(IReadOnlyBasicProperties delivered, int count)
    {
        var properties = RepublishedProperties.From(delivered);
        properties.Headers![CountHeader] = count;
        RepublishedProperties.MakeRoom(properties.Headers, first: RepublishedProperties.CopiesHeader);
        return properties;
    }

    /// <summary>
    /// How often a message has been deferred. A sender may write anything into the header; at worst it gets fewer
    /// attempts.
    /// </summary>
    internal static int CountOf(IDictionary<string, object?>? headers) => HeaderNumbers.Read(headers, CountHeader);
}
