using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Wallet.Worker.Metrics;

/// <summary>
/// The meter <c>Wallet.Worker</c>; docs/telemetry.md describes each instrument. Without a listener a measurement costs
/// one comparison.
/// </summary>
internal static class WalletMeters
{
    public const string Name = "Wallet.Worker";

    private static readonly double[] Seconds =
    [
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        30,
        60,
        300,
    ];

    private static readonly ConcurrentDictionary<Uri, string> Queues = new();

    public static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "wallet.messages",
        "{message}",
        "Messages that were taken from a queue, by what became of them: handled, parked, or failed so that they are "
            + "delivered again."
    );

    public static readonly Histogram<double> MessageDuration = Meter.CreateHistogram(
        "wallet.message.duration",
        "s",
        "From taking a message to its end, retries included.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds }
    );

    public static readonly Histogram<double> MessageWait = Meter.CreateHistogram(
        "wallet.message.wait",
        "s",
        "From sending a message, by its sender's clock, to the end of its consumer; of messages in the envelope, "
            + "which say when they were sent.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds }
    );

    public static readonly Counter<long> Operations = Meter.CreateCounter<long>(
        "wallet.operations",
        "{operation}",
        "Operations on a wallet, by outcome: applied, repeated (a duplicate that was recognised), or why it was "
            + "refused."
    );

    public static readonly Counter<long> UnreadableMessages = Meter.CreateCounter<long>(
        "wallet.messages.unreadable",
        "{message}",
        "Messages that came with properties which no client library can read, and are parked for it.");

    /// <summary>The name of the queue at an address.</summary>
    public static string QueueOf(Uri address) => Queues.GetOrAdd(address, static address => address.Segments[^1]);
}
