using MassTransit;
using Wallet.Contracts;

namespace Wallet.Gateway.Pulse;

/// <summary>Consumes every worker's pulse.</summary>
internal sealed class WorkerPulseConsumer(PulseBoard board) : IConsumer<WorkerPulse>
{
    public Task Consume(ConsumeContext<WorkerPulse> context)
    {
        board.Note(context.Message);
        return Task.CompletedTask;
    }
}
