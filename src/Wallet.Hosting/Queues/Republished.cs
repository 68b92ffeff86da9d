using System.Collections;
using System.Text;
using RabbitMQ.Client;

namespace Wallet.Hosting.Queues;

/// <summary>
/// What is kept of a message that is published a second time, with the rights of whoever does it: put off, parked,
/// skipped, or replayed. The table is in docs/operating.md. The command line shares this file.
/// </summary>
internal static class Republished
{
    /// <summary>Whom the broker knew the sender as, text. A sender may write the header itself.</summary>
    public const string UserIdHeader = "wallet-user-id";

    /// <summary>How long the message could wait for a worker when it was sent, in milliseconds, as text.</summary>
    public const string ExpirationHeader = "wallet-expiration";

    /// <summary>To where else the broker sent the message when it was sent: a list of routing keys.</summary>
    public const string CopiesHeader = "wallet-cc";

    /// <summary>The names of headers for which there was no room, with commas between them.</summary>
    public const string LeftOutHeader = "wallet-headers-left-out";

    /// <summary>
    /// A frame of AMQP has 128 KiB, RabbitMQ's default, and the headers have to fit into one with the other
    /// properties, of 255 bytes at most each.
    /// </summary>
    internal const int HeaderBytesMax = (124 * 1024) - 512;

    /// <summary>The name that asks for a direct reply; one that the broker has taken has an address after it.</summary>
    private const string DirectReplyTo = "amq.rabbitmq.reply-to";

    private const int NamesMax = 1000;

    /// <summary>
    /// What the broker does when it finds them, or has noted on earlier deliveries; and the client's own.
    /// </summary>
    private static readonly string[] ActedOn =
    [
        "CC", "BCC", "x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count",
        "x-dotnet-pub-seq-no",
    ];

    /// <summary>The properties and headers to publish a message with again. The headers are a copy to add to.</summary>
    public static BasicProperties PropertiesOf(IReadOnlyBasicProperties delivered)
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

    /// <summary>Leaves headers out, and says which, until the others fit into a frame.</summary>
    /// <param name="headers">The headers, with whatever was added to the sender's.</param>
    /// <param name="first">The one to leave out before all others; then the largest.</param>
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

    /// <summary>How many bytes a header takes at most.</summary>
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
