using MassTransit;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>
/// Consumes <see cref="SetBalance"/>; responds with <see cref="BalanceUpdated"/> or <see cref="OperationRefused"/>.
/// </summary>
internal sealed class SetBalanceConsumer(WalletStore wallets, OutcomeResponder responder) : IConsumer<SetBalance>
{
    public async Task Consume(ConsumeContext<SetBalance> context)
    {
        var command = Validate(context);
        var outcome = await wallets.ExecuteAsync(command);
        await responder.ReportAsync(context, outcome, applied => ResponseMessages.BalanceUpdated(applied.Records[0]));
    }

    private static SetBalanceCommand Validate(ConsumeContext<SetBalance> context)
    {
        var message = context.Message;
        BadMessageException.ThrowIfEmpty(message.UserId, nameof(SetBalance), nameof(message.UserId));
        BadMessageException.ThrowIfNegative(
            message.ExpectedVersion,
            nameof(SetBalance),
            nameof(message.ExpectedVersion)
        );
        BadMessageException.ThrowIfNegative(message.Overdraft, nameof(SetBalance), nameof(message.Overdraft));
        return new SetBalanceCommand(
            OperationIds.Resolve(context, message.OperationId),
            message.UserId,
            message.Balance,
            message.ExpectedVersion,
            message.Overdraft
        );
    }
}
