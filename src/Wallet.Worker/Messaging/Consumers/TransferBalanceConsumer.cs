using MassTransit;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>
/// Consumes <see cref="TransferBalance"/>; responds with <see cref="BalanceTransferred"/> or
/// <see cref="OperationRefused"/>.
/// </summary>
internal sealed class TransferBalanceConsumer(WalletStore wallets, OutcomeResponder responder)
    : IConsumer<TransferBalance>
{
    public async Task Consume(ConsumeContext<TransferBalance> context)
    {
        var command = Validate(context);
        var outcome = await wallets.ExecuteAsync(command);
        await responder.ReportAsync(
            context,
            outcome,
            applied => ResponseMessages.BalanceTransferred(command.Amount, applied));
    }

    private static TransferBalanceCommand Validate(ConsumeContext<TransferBalance> context)
    {
        var message = context.Message;
        BadMessageException.ThrowIfEmpty(message.From, nameof(TransferBalance), nameof(message.From));
        BadMessageException.ThrowIfEmpty(message.To, nameof(TransferBalance), nameof(message.To));
        if (message.From == message.To)
            throw new BadMessageException(
                nameof(TransferBalance),
                "to is the same wallet as from. Send two different ones."
            );
        if (message.Amount <= 0)
            throw new BadMessageException(
                nameof(TransferBalance),
                "amount is not above zero. Send a number above zero.",
                $"amount is {message.Amount}. Send a number above zero."
            );
        return new TransferBalanceCommand(
            OperationIds.Resolve(context, message.OperationId),
            message.From,
            message.To,
            message.Amount
        );
    }
}
