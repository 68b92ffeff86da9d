using MassTransit;
using Wallet.Contracts;
using Wallet.Worker.Messages;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Consumers;

/// <summary>Takes <see cref="SetBalance"/>; answers with <see cref="BalanceUpdated"/> or <see cref="OperationRefused"/>.</summary>
internal sealed class SetBalanceConsumer(WalletStore wallets) : IConsumer<SetBalance>
{
    public async Task Consume(ConsumeContext<SetBalance> context)
    {
        var command = Validate(context);

        var outcome = await wallets.SetBalanceAsync(command);

        switch (outcome)
        {
            case SetBalanceOutcome.Updated updated:
                var message = Replies.BalanceUpdated(updated.Wallet);
                await context.Publish(message);
                if (context.ResponseAddress is not null)
                    await context.RespondAsync(message);
                break;
            case SetBalanceOutcome.Refused refused:
                // Without a response address this publishes, so that a refusal is never silent.
                await context.RespondAsync(Replies.OperationRefused(command, refused));
                break;
        }
    }

    private static SetBalanceCommand Validate(ConsumeContext<SetBalance> context)
    {
        var message = context.Message;
        BadMessageException.ThrowIfEmpty(message.UserId, nameof(SetBalance), nameof(message.UserId));
        BadMessageException.ThrowIfNegative(message.ExpectedVersion, nameof(SetBalance), nameof(message.ExpectedVersion));
        var operationId = message.OperationId ?? context.MessageId
            ?? throw new BadMessageException(
                nameof(SetBalance), "operationId is missing, and the message has no id that could stand for it. Send operationId, or a message id that is a UUID.");
        BadMessageException.ThrowIfEmpty(operationId, nameof(SetBalance), nameof(message.OperationId));
        return new SetBalanceCommand(message.UserId, message.Balance, operationId, message.ExpectedVersion);
    }
}
