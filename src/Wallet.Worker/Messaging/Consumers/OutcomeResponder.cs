using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Metrics;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>
/// Reports what an operation did: events first, then the response. The broker confirms both before the message is
/// acknowledged.
/// </summary>
internal sealed class OutcomeResponder(
    EventPublisher events, ResponseSender responses, FailPoints steps, ILogger<OutcomeResponder> logger)
{
    /// <summary>Publishes and responds where the operation took effect; where it was refused, responds.</summary>
    /// <param name="context">The operation's message.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="respond">The response to an operation that took effect.</param>
    public async Task ReportAsync<T>(
        ConsumeContext context, WalletOutcome outcome, Func<WalletOutcome.Applied, T> respond)
        where T : class
    {
        switch (outcome)
        {
            case WalletOutcome.Applied applied:
                // A repeated event has the same MessageId, so that subscribers can recognise it.
                foreach (var record in applied.Records)
                {
                    var id = EventIds.Derive(record.OperationId, record.UserId);
                    await events.PublishAsync(context, ResponseMessages.BalanceUpdated(record), id);
                }

                foreach (var record in applied.Records)
                    Tell(context, record.OperationId, record.UserId, applied.IsRepeat ? "repeated" : "applied");
                await steps.HitAsync(FailPoint.AfterPublish, applied.OperationId);
                // If the sender expects no response, only a transfer's is published: it says more than its events.
                var message = respond(applied);
                if (message is not BalanceUpdated || ResponseSender.IsWanted(context))
                    await responses.RespondAsync(context, message);
                await steps.HitAsync(FailPoint.AfterRespond, applied.OperationId);
                break;
            case WalletOutcome.Refused refused:
                await responses.RespondAsync(context, ResponseMessages.OperationRefused(refused));
                Tell(context, refused.OperationId, refused.UserId, refused.Reason.ToString());
                await steps.HitAsync(FailPoint.AfterRespond, refused.OperationId);
                break;
        }
    }

    /// <summary>Logs an operation's outcome for a wallet. Amounts do not belong into logs.</summary>
    private void Tell(ConsumeContext context, Guid operationId, Guid userId, string outcome)
    {
        if (WalletMeters.Operations.Enabled)
            WalletMeters.Operations.Add(
                1,
                new("queue", WalletMeters.QueueOf(context.ReceiveContext.InputAddress)),
                new("outcome", outcome)
            );
        if (logger.IsEnabled(LogLevel.Debug)) // asked first, to avoid boxing the arguments for nothing
            logger.LogDebug("Operation {OperationId} on wallet {WalletId}: {Outcome}", operationId, userId, outcome);
        Activity
            .Current?.SetTag("wallet.operation_id", operationId)
            .SetTag("wallet.id", userId)
            .SetTag("wallet.outcome", outcome);
    }
}
