using System.Text;

namespace Wallet.Hosting.Queues;

/// <summary>Reads the headers in which the broker notes why it moved a message.</summary>
internal static class DeathHeaders
{
    /// <summary>Whether a message was dead-lettered because it expired before a worker took it.</summary>
    /// <param name="headers">The headers of the dead-lettered message.</param>
    /// <param name="input">The queue that it waited in, such as <c>wallet-get-balance</c>.</param>
    /// <remarks>Only the last death counts: a message from a delay queue has expired there on purpose.</remarks>
    public static bool IsExpired(IDictionary<string, object?>? headers, string input) =>
        headers is not null
        && headers.TryGetValue("x-death", out var deaths)
        && deaths is IList<object?> and [IDictionary<string, object?> last, ..]
        && TextOf(last, "queue") == input
        && TextOf(last, "reason") == "expired";

    /// <summary>How often a message has been delivered, including this time.</summary>
    /// <remarks>
    /// Before RabbitMQ 4.3, a quorum queue counts every return. Since 4.3 it counts only returns after a lost consumer,
    /// and deliveries in another header. Classic queues do not count, so the result is always 1.
    /// </remarks>
    public static int DeliveriesOf(IDictionary<string, object?>? headers) =>
        Math.Max(HeaderNumbers.Read(headers, "x-acquired-count"), HeaderNumbers.Read(headers, "x-delivery-count")) + 1;

    private static string? TextOf(IDictionary<string, object?> death, string field) =>
        death.TryGetValue(field, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : null;
}
