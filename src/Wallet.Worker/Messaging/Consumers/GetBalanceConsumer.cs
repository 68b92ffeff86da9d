using MassTransit;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>Consumes <see cref="GetBalance"/>; responds with <see cref="BalanceResult"/>.</summary>
internal sealed class GetBalanceConsumer(WalletStore wallets, ResponseSender responses) : IConsumer<GetBalance>
{
    public async Task Consume(ConsumeContext<GetBalance> context)
    {
        var userId = context.Message.UserId;
        BadMessageException.ThrowIfEmpty(userId, nameof(GetBalance), nameof(GetBalance.UserId));

        var wallet = await wallets.FindAsync(userId);

        await responses.RespondAsync(context, ResponseMessages.BalanceResult(userId, wallet));
    }
}
