using MassTransit;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Consumers;

/// <summary>Tells what an operation did: events first, then the response. Both are confirmed by the broker before the message is acknowledged.</summary>
internal sealed class Replier(OperationSteps steps)
{
    /// <summary>Publishes an event for each wallet. Published again, it has the same MessageId, so that a subscriber knows a repeat.</summary>
    public async Task PublishAsync(ConsumeContext context, WalletOutcome.Applied applied)
    {
        foreach (var record in applied.Records)
            await context.Publish(Replies.BalanceUpdated(record), publish => publish.MessageId = EventIds.Of(record.OperationId, record.UserId));
        await steps.ReachAsync(OperationStep.AfterPublish);
    }

    /// <summary>Responds where the sender asked for it. A transfer's answer is published where nobody did: its events do not say all of it.</summary>
    public async Task RespondAsync<T>(ConsumeContext context, T message)
        where T : class
    {
        if (context.ResponseAddress is not null || message is not Contracts.BalanceUpdated)
            await context.RespondAsync(message);
        await steps.ReachAsync(OperationStep.AfterRespond);
    }
}
