using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Metrics;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>
/// Tells what an operation did: events first, then the response. Both are confirmed by the broker before the message is
/// acknowledged.
/// </summary>
internal sealed class OutcomeResponder(ResponseSender answers, FailPoints steps, ILogger<OutcomeResponder> logger)
{
    /// <summary>
    /// Publishes an event for each wallet. Published again, it has the same MessageId, so that a subscriber knows a
    /// repeat.
    /// </summary>
    public async Task PublishAsync(ConsumeContext context, WalletOutcome.Applied applied)
    {
        foreach (var record in applied.Records)
            await answers.PublishAsync(
                context,
                ResponseMessages.BalanceUpdated(record),
                EventIds.Derive(record.OperationId, record.UserId)
            );
        foreach (var record in applied.Records)
            Tell(context, record.OperationId, record.UserId, applied.IsRepeat ? "repeated" : "applied");
        await steps.HitAsync(FailPoint.AfterPublish, applied.OperationId);
    }

    /// <summary>
    /// Responds to what was carried out. Where nobody asked, its event has said it already; a transfer's answer says
    /// more than its events.
    /// </summary>
    public async Task RespondAsync<T>(ConsumeContext context, WalletOutcome.Applied applied, T message)
        where T : class
    {
        if (message is not BalanceUpdated || ResponseSender.IsWanted(context))
            await RespondAsync(context, message);
        await steps.HitAsync(FailPoint.AfterRespond, applied.OperationId);
    }

    /// <summary>Responds to what was refused.</summary>
    public async Task RespondAsync(ConsumeContext context, WalletOutcome.Refused refused)
    {
        await RespondAsync(context, ResponseMessages.OperationRefused(refused));
        Tell(context, refused.OperationId, refused.UserId, refused.Reason.ToString());
        await steps.HitAsync(FailPoint.AfterRespond, refused.OperationId);
    }

    /// <summary>
    /// Responds in the way that the sender asked for. Where nobody asked, the answer is published, as MassTransit does
    /// it.
    /// </summary>
    public Task RespondAsync<T>(ConsumeContext context, T message)
        where T : class
        => answers.RespondAsync(context, message);

    /// <summary>Which operation came to which wallet, and how it went. Amounts are nobody's business here.</summary>
    private void Tell(ConsumeContext context, Guid operationId, Guid userId, string outcome)
    {
        if (WalletMeters.Operations.Enabled)
            WalletMeters.Operations.Add(
                1,
                new("queue", WalletMeters.QueueOf(context.ReceiveContext.InputAddress)),
                new("outcome", outcome)
            );
        if (logger.IsEnabled(LogLevel.Debug)) // asked first, because the arguments would be boxed for nobody
            logger.LogDebug("Operation {OperationId} on wallet {WalletId}: {Outcome}", operationId, userId, outcome);
        Activity
            .Current?.SetTag("wallet.operation_id", operationId)
            .SetTag("wallet.id", userId)
            .SetTag("wallet.outcome", outcome);
    }
}
