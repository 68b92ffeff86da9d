using System.Collections;
using System.Text;
using RabbitMQ.Client;

namespace Wallet.Hosting.Queues;

/// <summary>
/// The properties and headers that a message keeps when the worker or an operator publishes it again: deferred, parked,
/// skipped or replayed. docs/operating.md has the table.
/// </summary>
internal static class RepublishedProperties
{
    /// <summary>The user as whom the sender was logged in, text. A sender may also write this header itself.</summary>
    public const string UserIdHeader = "wallet-user-id";

    /// <summary>How long the message could wait for a worker when it was sent, in milliseconds, as text.</summary>
    public const string ExpirationHeader = "wallet-expiration";

    /// <summary>The other queues that the broker copied the message to: a list of routing keys.</summary>
    public const string CopiesHeader = "wallet-cc";

    /// <summary>The names of headers that were left out for lack of space, separated by commas.</summary>
    public const string LeftOutHeader = "wallet-headers-left-out";

    /// <summary>
    /// All properties must fit into one frame, 128 KiB by RabbitMQ's default. The others take at most 255 bytes each.
    /// </summary>
    internal const int HeaderBytesMax = (124 * 1024) - 512;

    /// <summary>
    /// The pseudo-queue that requests a direct reply. Once the broker has accepted it, an address follows the name.
    /// </summary>
    private const string DirectReplyTo = "amq.rabbitmq.reply-to";

    private const int NamesMax = 1000;

    /// <summary>
    /// Headers that the broker or the client acts on, or in which the broker notes earlier deliveries.
    /// </summary>
    private static readonly string[] ActedOn =
    [
        "CC", "BCC", "x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count",
        "x-dotnet-pub-seq-no",
    ];

    /// <summary>
    /// The properties and headers to publish a message with again. The headers are a copy and may be added to.
    /// </summary>
    public static BasicProperties From(IReadOnlyBasicProperties delivered)
    {
        var properties = new BasicProperties(delivered) { Persistent = true };
        var sent = delivered.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        var headers = sent.Where(header => !IsActedOn(header.Key))
            .ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal);
        if (sent.TryGetValue("CC", out var copies))
            headers[CopiesHeader] = copies;
        if (delivered.IsUserIdPresent())
            headers[UserIdHeader] = delivered.UserId;
        if (delivered.IsExpirationPresent())
            headers[ExpirationHeader] = delivered.Expiration;
        properties.Headers = headers;
        properties.ClearUserId();
        properties.ClearExpiration();
        if (delivered.ReplyTo == DirectReplyTo)
            properties.ClearReplyTo();
        return properties;
    }

    /// <summary>Leaves headers out until the rest fits into a frame, and adds a header that lists them.</summary>
    /// <param name="headers">The headers, including any that were added.</param>
    /// <param name="first">The header to leave out first; after it, the largest.</param>
    public static void MakeRoom(IDictionary<string, object?> headers, string first)
    {
        List<string> leftOut = [];
        var size = headers.Sum(header => SizeOf(header.Key, header.Value));
        while (size > HeaderBytesMax)
        {
            var name = headers.ContainsKey(first)
                ? first
                : headers.MaxBy(header => SizeOf(header.Key, header.Value)).Key;
            size -= SizeOf(name, headers[name]);
            headers.Remove(name);
            leftOut.Add(name);
        }

        var names = string.Join(", ", leftOut);
        if (names.Length > 0)
            headers[LeftOutHeader] = names.Length <= NamesMax ? names : names[..NamesMax];
    }

    private static bool IsActedOn(string header) =>
        Array.Exists(ActedOn, name => name.EndsWith('-')
            ? header.StartsWith(name, StringComparison.Ordinal)
            : string.Equals(header, name, StringComparison.Ordinal));

    /// <summary>The maximum encoded length of a header, in bytes.</summary>
    private static int SizeOf(string name, object? value) => 1 + Encoding.UTF8.GetByteCount(name) + SizeOf(value);

    private static int SizeOf(object? value) => value switch
    {
        null => 1,
        string text => 5 + Encoding.UTF8.GetByteCount(text),
        byte[] bytes => 5 + bytes.Length,
        BinaryTableValue binary => 5 + (binary.Bytes?.Length ?? 0),
        IDictionary<string, object?> table => 5 + table.Sum(one => SizeOf(one.Key, one.Value)),
        IList list => 5 + list.Cast<object?>().Sum(SizeOf),
        _ => 9,
    };
}
