using MassTransit;
using TypedTables;
using Wallet.Worker.Messaging.Recovery;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Admits messages through the concurrency limiter. A waiting message is not acknowledged, so the broker delivers no
/// further ones ahead of it.
/// </summary>
internal sealed class AdaptiveLimitFilter(AdaptiveLimiter limiter) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var round = await limiter.EnterAsync(context.CancellationToken);
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
            limiter.Leave(round, isPushedBack);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("adaptiveLimit");

    /// <summary>
    /// Whether the tables were throttled, did not respond or refused the credentials: faults that fewer calls, or time,
    /// may fix. A conflict over a wallet is not one.
    /// </summary>
    internal static bool IsPushBack(TableOperationException error) =>
        (error.IsRetryable && !Redelivery.IsContention(error)) || Redelivery.IsSetupFault(error);
}
