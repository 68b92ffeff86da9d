using System.Diagnostics.Metrics;

namespace TypedTables.Metering;

/// <summary>
/// The meter <c>TypedTables</c>: how long calls take, how often they are retried, and what they consume.
/// </summary>
internal static class TableMeters
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "TypedTables";

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<double> ConsumedCapacity = Meter.CreateCounter<double>(
        "typedtables.consumed_capacity", "{unit}", "Capacity units that calls consumed, as DynamoDB tells them.");

    public static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>(
        "typedtables.call.duration",
        "s",
        "How long calls took, with all of their attempts and the pauses between them.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        }
    );

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "typedtables.retries", "{attempt}", "Attempts after the first of their call, by what made them necessary.");
}
