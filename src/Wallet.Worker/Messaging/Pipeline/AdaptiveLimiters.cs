using Microsoft.Extensions.Logging;
using Wallet.Hosting.Broker;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

internal static class AdaptiveLimiters
{
    /// <summary>
    /// Creates one limiter for the whole worker, because all its queues share the tables. It limits nothing until the
    /// tables push back.
    /// </summary>
    public static AdaptiveLimiter Create(RabbitMqSettings settings, TimeProvider clock, ILogger<AdaptiveLimiter> logger)
    {
        var limiter = new AdaptiveLimiter(settings.ConcurrentMessageLimit * RequestType.All.Count, clock);
        var isNarrow = false;
        limiter.OnChanged = limit =>
        {
            if (limit == limiter.Max)
                logger.LogInformation(
                    new EventId(4402, "BackPressureOver"),
                    "The tables keep up again: as many messages at once as before.");
            else if (!isNarrow)
                logger.LogWarning(
                    new EventId(4403, "BackPressure"),
                    "The tables push back: messages are taken {Limit} at a time for now. More follow as they recover.",
                    limit
                );
            isNarrow = limit != limiter.Max;
        };
        return limiter;
    }
}
