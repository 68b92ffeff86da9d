using MassTransit;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>Consumes <see cref="GetHistory"/>; responds with <see cref="HistoryResult"/>.</summary>
internal sealed class GetHistoryConsumer(WalletStore wallets, ResponseSender responses) : IConsumer<GetHistory>
{
    private const int LimitDefault = 20;
    private const int LimitMax = 100;

    public async Task Consume(ConsumeContext<GetHistory> context)
    {
        var message = context.Message;
        BadMessageException.ThrowIfEmpty(message.UserId, nameof(GetHistory), nameof(message.UserId));
        BadMessageException.ThrowIfNegative(message.After, nameof(GetHistory), nameof(message.After));
        if (message.Limit is < 1 or > LimitMax)
            throw new BadMessageException(
                nameof(GetHistory),
                $"limit is {message.Limit}. Send 1 to {LimitMax}, or leave it out."
            );

        var page = await wallets.HistoryAsync(message.UserId, message.After ?? 0, message.Limit ?? LimitDefault);

        await responses.RespondAsync(context, ResponseMessages.HistoryResult(message.UserId, page));
    }
}
