using System.Globalization;
using Amazon.DynamoDBv2;

namespace WorkerBench.Peers;

/// <summary>What a peer in this program is told by its environment.</summary>
internal static class PeerSettings
{
    public static ushort AmqpPort => ushort.Parse(Get("BENCH_AMQP_PORT"), CultureInfo.InvariantCulture);

    public static ushort InFlight => ushort.Parse(Get("BENCH_IN_FLIGHT"), CultureInfo.InvariantCulture);

    /// <summary>What its queues' names begin with, so that the same peer can run twice.</summary>
    public static string QueuePrefix => Environment.GetEnvironmentVariable("BENCH_QUEUE_PREFIX") ?? "";

    public static AmazonDynamoDBClient NewClient() =>
        new(new AmazonDynamoDBConfig { ServiceURL = Get("BENCH_ENGINE"), AuthenticationRegion = "us-west-2" });

    private static string Get(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
}
