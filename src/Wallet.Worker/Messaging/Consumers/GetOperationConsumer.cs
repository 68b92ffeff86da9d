using MassTransit;
using Wallet.Contracts;
using Wallet.Worker.Messages;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Consumers;

/// <summary>Takes <see cref="GetOperation"/>; answers with <see cref="OperationResult"/>.</summary>
internal sealed class GetOperationConsumer(WalletStore wallets, Replier replier) : IConsumer<GetOperation>
{
    public async Task Consume(ConsumeContext<GetOperation> context)
    {
        var operationId = context.Message.OperationId;
        BadMessageException.ThrowIfEmpty(operationId, nameof(GetOperation), nameof(GetOperation.OperationId));

        var records = await wallets.FindOperationAsync(operationId);
        var current = await Task.WhenAll(records.OfType<AppliedRecord>().Select(record => wallets.FindAsync(record.UserId)));

        await replier.RespondAsync(context, Replies.OperationResult(operationId, records, current, wallets.RememberedSince));
    }
}
