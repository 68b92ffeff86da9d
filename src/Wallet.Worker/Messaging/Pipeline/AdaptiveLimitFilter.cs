using MassTransit;
using Microsoft.Extensions.Logging;
using TypedTables;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Lets messages in one by one through the gate. A message that waits here is not acknowledged, and the broker sends no
/// further ones ahead of it.
/// </summary>
internal sealed class AdaptiveLimitFilter(AdaptiveLimiter gate) : IFilter<ConsumeContext>
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

    /// <summary>
    /// Throttled, not answered, or not let in: what fewer calls at once may fix, or time. Not that others write the
    /// same wallet.
    /// </summary>
    internal static bool IsPushBack(TableOperationException error) =>
        (error.IsRetryable && !Redelivery.IsContention(error)) || Redelivery.IsSetupFault(error);
}
