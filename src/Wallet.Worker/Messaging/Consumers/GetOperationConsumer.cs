using MassTransit;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>Consumes <see cref="GetOperation"/>; responds with <see cref="OperationResult"/>.</summary>
internal sealed class GetOperationConsumer(WalletStore wallets, ResponseSender responses) : IConsumer<GetOperation>
{
    public async Task Consume(ConsumeContext<GetOperation> context)
    {
        var operationId = context.Message.OperationId;
        BadMessageException.ThrowIfEmpty(operationId, nameof(GetOperation), nameof(GetOperation.OperationId));

        var records = await wallets.FindOperationAsync(operationId);
        var current = await Task.WhenAll(
            records.OfType<AppliedRecord>().Select(record => wallets.FindAsync(record.UserId))
        );

        await responses.RespondAsync(
            context,
            ResponseMessages.OperationResult(operationId, records, current, wallets.RememberedSince)
        );
    }
}
