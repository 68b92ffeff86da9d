using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>
/// Declares an input queue and its companion queues before the first message is taken: a message that cannot be carried
/// out must have somewhere to go.
/// </summary>
/// <remarks>
/// MassTransit would declare the error queue only when the first message has to be moved, and if it could not, would
/// receive that message again and again.
/// </remarks>
internal sealed class QueueFilter(
    string queue,
    RabbitMqSettings settings,
    WorkerSettings worker,
    ConsumerChannels channels,
    ILogger<QueueFilter> logger
) : IFilter<ChannelContext>
{
    /// <summary>
    /// Declares for one endpoint at a time: two concurrent declarations of the same quorum queue disturb each other.
    /// </summary>
    private static readonly SemaphoreSlim One = new(1, 1);

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await One.WaitAsync(context.CancellationToken);
        try
        {
            foreach (var suffix in (string[])[QueueNames.ErrorSuffix, QueueNames.SkippedSuffix])
                await DeclareAsync(context, queue + suffix, QueueArguments.Parking(settings));
            if (settings.IsQuorum)
                await DeclareAsync(context, queue + QueueNames.DeadSuffix, QueueArguments.Parking(settings));
            await DeclareAsync(context, queue, QueueArguments.Input(queue, settings));
            foreach (var seconds in worker.RedeliveryDelays)
            {
                await NamedAsync(
                    QueueNames.Delay(seconds),
                    () => DelayQueue.DeclareAsync(context.Channel, seconds, settings, context.CancellationToken));
            }
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == Constants.AccessRefused)
        {
            logger.LogError(
                new EventId(4501, "RightRefused"),
                "Nothing is taken from '{Input}': the broker refuses a right ({Reason}). "
                    + "docs/permissions.md has what the worker's user needs.",
                queue, error.ShutdownReason.ReplyText);
            throw;
        }
        finally
        {
            One.Release();
        }

        channels.Opened(
            queue,
            new ConsumerChannel(
                () => context.Channel.IsOpen && context.ConnectionContext.Connection.IsOpen,
                () => context.Channel.AbortAsync(CancellationToken.None)
            )
        );
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("walletQueues");

    private Task DeclareAsync(ChannelContext context, string name, Dictionary<string, object?> arguments) => NamedAsync(
        name,
        () => context.QueueDeclare(
            name, durable: true, exclusive: false, autoDelete: false, arguments, context.CancellationToken));

    private async Task NamedAsync(string name, Func<Task> declareAsync)
    {
        try
        {
            await declareAsync();
        }
        catch (OperationInterruptedException error)
            when (error.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            // Logged at each attempt, which MassTransit makes after 1 to 30 seconds, since nothing is taken from the
            // queue until it is fixed.
            logger.LogError(
                new EventId(4502, "QueueDiffers"),
                "Nothing is taken from '{Input}': queue '{Queue}' exists, but not as RabbitMq:QueueType={QueueType} "
                    + "and these settings ask for ({Reason}). "
                    + "Empty it and delete it, and it is declared again (docs/operating.md, \"Moving to other "
                    + "queues\"), or set {Fix}.",
                queue, name, settings.QueueType, error.ShutdownReason.ReplyText, FixOf(error.ShutdownReason.ReplyText));
            throw;
        }
    }

    /// <summary>The setting that matches the existing queue.</summary>
    private string FixOf(string reason) => reason.Contains("x-delivery-limit", StringComparison.Ordinal)
        ? "RabbitMq__DeliveryLimit to what it was"
        : $"RabbitMq__QueueType={(settings.IsQuorum ? nameof(QueueType.Classic) : nameof(QueueType.Quorum))}";
}
