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
/// Puts a message whose failure may pass into a queue from which the broker brings it back after a while, and says when
/// that has been done often enough.
/// </summary>
/// <remarks>
/// The layers of trying again do not multiply, because each takes what the one before does not: the table client a call
/// that was throttled or not answered, the retry in the process a wallet that others keep writing, and this what is
/// left of both.
/// </remarks>
internal sealed class Redelivery(DelayQueues delayQueues, WorkerSettings settings, ILogger<Redelivery> logger)
{
    /// <summary>
    /// How often a message has been put off. MassTransit's own name, so that its redelivery count is right.
    /// </summary>
    public const string CountHeader = MessageHeaders.RedeliveryCount;

    private readonly IReadOnlyList<int> _delays = settings.RedeliveryDelays;

    /// <summary>Whether the same message may be carried out later, although it has failed now.</summary>
    public static bool IsTransient(Exception error) =>
        error is TypedTableException { IsRetryable: true } or WalletContendedException || IsSetupFault(error);

    /// <summary>
    /// Whether a table, an index, a right or a source of credentials is missing, which is no message's fault.
    /// </summary>
    /// <remarks>An operator restores it, and would not want to replay a whole backlog after that.</remarks>
    public static bool IsSetupFault(Exception error) =>
        error is TableOperationException failed
        && (failed.IsUnauthenticated
            || failed.Code is DynamoDbErrors.AccessDeniedException or DynamoDbErrors.ResourceNotFoundException
            || IsIndexMissing(failed));

    /// <summary>
    /// An index that is being filled, or is not there: a fault of the request by its code, and only its words tell.
    /// </summary>
    private static bool IsIndexMissing(TableOperationException error) =>
        error is { Operation: "Query", Code: DynamoDbErrors.ValidationException }
        && (error.Message.Contains("backfilling global secondary index", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("does not have the specified index", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it was others' writes that it failed of, so that trying again at once is worth it.</summary>
    public static bool IsContention(Exception error) =>
        error is WalletContendedException or TableOperationException { IsConflict: true };

    /// <summary>
    /// Whether the process tries it again at once: what the table client does not, which decides nothing anew and
    /// repeats no transaction that one action was throttled in.
    /// </summary>
    public static bool IsRetriedInProcess(Exception error) =>
        IsContention(error)
        || error
            is TableOperationException
            {
                Code: DynamoDbErrors.ThrottlingError or DynamoDbErrors.ProvisionedThroughputExceeded,
            };

    /// <summary>Hands a failed message to the broker for later.</summary>
    /// <returns>Whether the broker has confirmed it. Only then may the message be acknowledged; else it is to be
    /// parked.</returns>
    /// <exception cref="Exception">The broker is away (<see cref="BrokerOutage"/>): the message is to be given
    /// back.</exception>
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
            // The message must not be lost for it. Parked, it waits for a person instead.
            logger.LogWarning(
                "A message of {Queue} could not be put off for {Seconds} s and is parked: {Reason}",
                queue,
                seconds,
                failure.Message
            );
            return false;
        }

        context.GetOrAddPayload(() => new Deferred());
        logger.LogWarning(
            "A message of {Queue} is delivered again in {Seconds} s ({Count} of {Max}): {Reason}",
            queue,
            seconds,
            count + 1,
            _delays.Count,
            error.Message
        );
        return true;
    }

    /// <summary>The message's own properties and headers, one redelivery later.</summary>
    internal static BasicProperties PropertiesOf(IReadOnlyBasicProperties delivered, int count)
    {
        var properties = Republished.PropertiesOf(delivered);
        properties.Headers![CountHeader] = count;
        Republished.MakeRoom(properties.Headers, first: Republished.CopiesHeader);
        return properties;
    }

    /// <summary>
    /// How often a message has been put off. A sender may write anything into the header, and gets at most fewer
    /// attempts by it.
    /// </summary>
    internal static int CountOf(IDictionary<string, object?>? headers) => HeaderNumbers.Read(headers, CountHeader);
}
