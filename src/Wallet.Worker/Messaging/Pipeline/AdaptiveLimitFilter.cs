using MassTransit;
using Microsoft.Extensions.Logging;
using TypedTables;
using Wallet.Worker.Messages;
using Wallet.Worker.Queues;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Intake;

/// <summary>Lets messages in one by one through the gate. A message that waits here is not acknowledged, and the broker sends no further ones ahead of it.</summary>
internal sealed class IntakeFilter(IntakeGate gate) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var round = await gate.EnterAsync(context.CancellationToken);
        var isPushedBack = false;
        try
        {
            await next.Send(context);
        }
        catch (TableOperationException error) when (IsPushBack(error))
        {
            isPushedBack = true;
            throw;
        }
        finally
        {
            gate.Leave(round, isPushedBack);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("intake");

    /// <summary>Throttled, not answered, or not let in: what fewer calls at once may mend, or time. Not that others write the same wallet.</summary>
    internal static bool IsPushBack(TableOperationException error) => (error.IsRetryable && !Redelivery.IsContention(error)) || Redelivery.IsOfTheSetUp(error);
}

internal static class IntakeGates
{
    /// <summary>One gate for the whole worker, because all its queues share the tables. It is wide open until the tables push back.</summary>
    public static IntakeGate GateOf(RabbitMqSettings settings, TimeProvider clock, ILogger<IntakeGate> logger)
    {
        var gate = new IntakeGate(settings.ConcurrentMessageLimit * RequestType.All.Count, clock);
        var isNarrow = false;
        gate.OnChanged = limit =>
        {
            if (limit == gate.Max)
                logger.LogInformation("The tables keep up again: as many messages at once as before.");
            else if (!isNarrow)
                logger.LogWarning("The tables push back: messages are taken {Limit} at a time for now. More follow as they recover.", limit);
            isNarrow = limit != gate.Max;
        };
        return gate;
    }
}
