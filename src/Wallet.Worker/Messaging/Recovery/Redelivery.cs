using System.Collections.Frozen;
using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using TypedTables;
using Wallet.Worker.Answers;
using Wallet.Worker.Settings;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Queues;

/// <summary>Puts a message whose failure may pass into a queue from which the broker brings it back after a while, and says when that has been done often enough.</summary>
/// <remarks>
/// The layers of trying again do not multiply, because each takes what the one before does not: the table client a call that was throttled or
/// not answered, the retry in the process a wallet that others keep writing, and this what is left of both.
/// </remarks>
internal sealed class Redelivery(DelayQueues delayQueues, WorkerSettings settings, ILogger<Redelivery> logger)
{
    /// <summary>How often a message has been put off. MassTransit's own name, so that its redelivery count is right.</summary>
    public const string CountHeader = MessageHeaders.RedeliveryCount;

    private static readonly FrozenSet<string> SetUpCodes = new[]
    {
        "AccessDeniedException", "ExpiredToken", "ExpiredTokenException", "IncompleteSignatureException",
        "InvalidSignatureException", "MissingAuthenticationTokenException",
        "ResourceNotFoundException", "UnrecognizedClientException", TableOperationException.NoCredentials,
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly IReadOnlyList<int> _delays = settings.RedeliveryDelays;

    /// <summary>Whether the same message may be carried out later, although it has failed now.</summary>
    public static bool MayPass(Exception error) => error is TypedTableException { IsRetryable: true } or WalletContendedException || IsOfTheSetUp(error);

    /// <summary>
    /// Whether a table, an index, a right or a source of credentials is missing, which is no message's fault.
    /// </summary>
    /// <remarks>An operator restores it, and would not want to replay a whole backlog after that.</remarks>
    public static bool IsOfTheSetUp(Exception error) =>
        error is TableOperationException failed && (SetUpCodes.Contains(failed.Code) || IsIndexMissing(failed));

    /// <summary>
    /// An index that is being filled, or is not there: a fault of the request by its code, and only its words tell.
    /// </summary>
    private static bool IsIndexMissing(TableOperationException error) =>
        error is { Operation: "Query", Code: "ValidationException" }
        && (error.Message.Contains("backfilling global secondary index", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("does not have the specified index", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it was others' writes that it failed of, so that trying again at once is worth it.</summary>
    public static bool IsContention(Exception error) =>
        error is WalletContendedException or TableOperationException { Code: "TransactionConflict" or "TransactionConflictException" };

    /// <summary>Whether the process tries it again at once: what the table client does not, which decides nothing anew and repeats no transaction that one action was throttled in.</summary>
    public static bool IsForTheProcess(Exception error) =>
        IsContention(error) || error is TableOperationException { Code: "ThrottlingError" or "ProvisionedThroughputExceeded" };

    /// <summary>Hands a failed message to the broker for later.</summary>
    /// <returns>Whether the broker has confirmed it. Only then may the message be acknowledged; else it is to be parked.</returns>
    /// <exception cref="Exception">The broker is away (<see cref="BrokerOutage"/>): the message is to be given back.</exception>
    public async Task<bool> TryPutOffAsync(ReceiveContext context, Exception error)
    {
        if (!MayPass(error) || !context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery))
            return false;

        var count = CountOf(delivery.Properties.Headers);
        if (count >= _delays.Count)
            return false;

        var (seconds, queue) = (_delays[count], context.InputAddress.Segments[^1]);
        try
        {
            var properties = PropertiesOf(delivery.Properties, count + 1);
            await delayQueues.PublishAsync(seconds, queue, properties, delivery.BodyAsItCame(context));
        }
        catch (Exception failure) when (!BrokerOutage.Is(failure))
        {
            // The message must not be lost for it. Parked, it waits for a person instead.
            logger.LogWarning("A message of {Queue} could not be put off for {Seconds} s and is parked: {Reason}", queue, seconds, failure.Message);
            return false;
        }

        context.GetOrAddPayload(() => new PutOff());
        logger.LogWarning("A message of {Queue} is delivered again in {Seconds} s ({Count} of {Max}): {Reason}", queue, seconds, count + 1, _delays.Count, error.Message);
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

    /// <summary>How often a message has been put off. A sender may write anything into the header, and gets at most fewer attempts by it.</summary>
    internal static int CountOf(IDictionary<string, object?>? headers) => HeaderNumbers.Of(headers, CountHeader);
}

/// <summary>On a message that the broker has taken for later: it has neither failed nor been carried out.</summary>
internal sealed class PutOff;

/// <summary>Ends the way of a message that is put off, before it is parked: acknowledging it is all that is left to do.</summary>
internal sealed class PutOffFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.TryGetPayload<PutOff>(out _) ? Task.CompletedTask : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("putOff");
}
