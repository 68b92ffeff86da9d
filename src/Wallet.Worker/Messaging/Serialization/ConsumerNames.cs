namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// The names of our consumers in the headers of parked messages. Other programs compare them, so they stay the same
/// when types move.
/// </summary>
internal static class ConsumerNames
{
    private const string Own = "Wallet.Worker.Messaging.Consumers.";
    private const string Promised = "Wallet.Worker.Consumers.";

    /// <summary>The fixed name; of a consumer that is not ours, its own.</summary>
    public static string Find(string consumer) =>
        consumer.StartsWith(Own, StringComparison.Ordinal) ? Promised + consumer[Own.Length..] : consumer;
}
