using Wallet.Hosting.Telemetry;

namespace Wallet.Cli.Load;

/// <summary>Latencies in milliseconds. Percentiles are at most 1/64 too high; maximum and mean are exact.</summary>
internal sealed record LatencyFigures(long Count, double P50Ms, double P90Ms, double P99Ms, double MaxMs, double MeanMs)
{
    public static LatencyFigures From(LatencyHistogram histogram) =>
        new(
            histogram.Count,
            Ms(histogram.Percentile(50)),
            Ms(histogram.Percentile(90)),
            Ms(histogram.Percentile(99)),
            Ms(histogram.Max),
            Ms(histogram.Mean)
        );

    private static double Ms(TimeSpan latency) => Math.Round(latency.TotalMilliseconds, 3);
}
