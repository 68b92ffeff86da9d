using MassTransit;
using Wallet.Contracts;

namespace Wallet.Gateway.Events;

/// <summary>Consumes every change of a balance and passes it to the streams.</summary>
internal sealed class BalanceUpdatedConsumer(EventHub hub) : IConsumer<BalanceUpdated>
{
    public Task Consume(ConsumeContext<BalanceUpdated> context)
    {
        hub.Publish(context.Message);
        return Task.CompletedTask;
    }
}
