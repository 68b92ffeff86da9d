using MassTransit;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>
/// Consumes <see cref="AdjustBalance"/>; responds with <see cref="BalanceUpdated"/> or <see cref="OperationRefused"/>.
/// </summary>
internal sealed class AdjustBalanceConsumer(WalletStore wallets, OutcomeResponder responder) : IConsumer<AdjustBalance>
{
    public async Task Consume(ConsumeContext<AdjustBalance> context)
    {
        var command = Validate(context);
        var outcome = await wallets.ExecuteAsync(command);
        await responder.ReportAsync(context, outcome, applied => ResponseMessages.BalanceUpdated(applied.Records[0]));
    }

    private static AdjustBalanceCommand Validate(ConsumeContext<AdjustBalance> context)
    {
        var message = context.Message;
        BadMessageException.ThrowIfEmpty(message.UserId, nameof(AdjustBalance), nameof(message.UserId));
        BadMessageException.ThrowIfNegative(
            message.ExpectedVersion,
            nameof(AdjustBalance),
            nameof(message.ExpectedVersion)
        );
        if (message.Amount == 0)
            throw new BadMessageException(
                nameof(AdjustBalance),
                "amount is 0. Send a number above zero to credit, or below zero to debit."
            );
        return new AdjustBalanceCommand(
            OperationIds.Resolve(context, message.OperationId),
            message.UserId,
            message.Amount,
            message.ExpectedVersion
        );
    }
}
