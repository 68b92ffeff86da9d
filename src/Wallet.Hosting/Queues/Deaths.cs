using System.Text;

namespace Wallet.Hosting.Queues;

/// <summary>Why the broker moved a message by itself, as it notes it. The command line shares this file.</summary>
internal static class Deaths
{
    /// <summary>Whether a message lies in a dead-letter queue because no worker took it in time.</summary>
    /// <param name="headers">The headers of the message in the dead-letter queue.</param>
    /// <param name="input">The queue that it waited in, such as <c>wallet-get-balance</c>.</param>
    /// <remarks>
    /// The last death counts: one that came back from a delay queue has expired there as it was meant to.
    /// </remarks>
    public static bool IsExpired(IDictionary<string, object?>? headers, string input) =>
        headers is not null
        && headers.TryGetValue("x-death", out var deaths)
        && deaths is IList<object?> and [IDictionary<string, object?> last, ..]
        && TextOf(last, "queue") == input
        && TextOf(last, "reason") == "expired";

    /// <summary>How often a message has been handed out, with this time.</summary>
    /// <remarks>
    /// Before RabbitMQ 4.3 a quorum queue counts what comes back to it, however it does; since then only what came
    /// back because a consumer was lost, and beside it how often the message was handed out. Classic queues do not
    /// count: it is always 1 there.
    /// </remarks>
    public static int DeliveriesOf(IDictionary<string, object?>? headers) =>
        Math.Max(HeaderNumbers.Read(headers, "x-acquired-count"), HeaderNumbers.Read(headers, "x-delivery-count")) + 1;

    private static string? TextOf(IDictionary<string, object?> death, string field) =>
        death.TryGetValue(field, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : null;
}
