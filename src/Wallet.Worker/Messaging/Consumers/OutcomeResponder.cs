using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Wallet.Contracts;
using Wallet.Worker.Answers;
using Wallet.Worker.Telemetry;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Consumers;

/// <summary>Tells what an operation did: events first, then the response. Both are confirmed by the broker before the message is acknowledged.</summary>
internal sealed class Replier(AnswerSender answers, OperationSteps steps, ILogger<Replier> logger)
{
    /// <summary>Publishes an event for each wallet. Published again, it has the same MessageId, so that a subscriber knows a repeat.</summary>
    public async Task PublishAsync(ConsumeContext context, WalletOutcome.Applied applied)
    {
        foreach (var record in applied.Records)
            await answers.PublishAsync(context, Replies.BalanceUpdated(record), EventIds.Of(record.OperationId, record.UserId));
        foreach (var record in applied.Records)
            Tell(context, record.OperationId, record.UserId, applied.IsRepeat ? "repeated" : "applied");
        await steps.ReachAsync(OperationStep.AfterPublish, applied.OperationId);
    }

    /// <summary>Responds to what was carried out. Where nobody asked, its event has said it already; a transfer's answer says more than its events.</summary>
    public async Task RespondAsync<T>(ConsumeContext context, WalletOutcome.Applied applied, T message)
        where T : class
    {
        if (message is not BalanceUpdated || AnswerSender.IsWanted(context))
            await RespondAsync(context, message);
        await steps.ReachAsync(OperationStep.AfterRespond, applied.OperationId);
    }

    /// <summary>Responds to what was refused.</summary>
    public async Task RespondAsync(ConsumeContext context, WalletOutcome.Refused refused)
    {
        await RespondAsync(context, Replies.OperationRefused(refused));
        Tell(context, refused.OperationId, refused.UserId, refused.Reason.ToString());
        await steps.ReachAsync(OperationStep.AfterRespond, refused.OperationId);
    }

    /// <summary>Responds in the way that the sender asked for. Where nobody asked, the answer is published, as MassTransit does it.</summary>
    public Task RespondAsync<T>(ConsumeContext context, T message)
        where T : class
        => answers.RespondAsync(context, message);

    /// <summary>Which operation came to which wallet, and how it went. Amounts are nobody's business here.</summary>
    private void Tell(ConsumeContext context, Guid operationId, Guid userId, string outcome)
    {
        if (WalletMeters.Operations.Enabled)
            WalletMeters.Operations.Add(1, new("queue", WalletMeters.QueueOf(context.ReceiveContext.InputAddress)), new("outcome", outcome));
        if (logger.IsEnabled(LogLevel.Debug)) // asked first, because the arguments would be boxed for nobody
            logger.LogDebug("Operation {OperationId} on wallet {WalletId}: {Outcome}", operationId, userId, outcome);
        Activity.Current?.SetTag("wallet.operation_id", operationId).SetTag("wallet.id", userId).SetTag("wallet.outcome", outcome);
    }
}
