using System.Buffers.Binary;
using System.Text;

namespace Wallet.Hosting.Guard;

/// <summary>Replaces properties that cannot be read: three headers, which a parked message keeps.</summary>
/// <param name="Reason">Why they cannot be read, such as <c>they end before a header does</c>.</param>
/// <param name="Length">Their length in bytes.</param>
/// <param name="Bytes">The original bytes, the first 4,096 at most.</param>
internal sealed record UnreadableProperties(string Reason, int Length, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// The header that marks such a message. It and the other two are all that is known of its properties.
    /// </summary>
    public const string ReasonHeader = "wallet-unreadable-reason";

    public const string LengthHeader = "wallet-unreadable-length";
    public const string BytesHeader = "wallet-unreadable-bytes";

    private const int BytesMax = 4_096;
    // the first byte of the flags; the second has no flag of these two
    private const byte HeadersAndDeliveryMode = 0x30;
    private const byte Persistent = 2;

    /// <summary>Finds what could not be read of a message; null if all of its properties could be.</summary>
    public static UnreadableProperties? Find(IDictionary<string, object?>? headers) =>
        headers is not null && headers.TryGetValue(ReasonHeader, out var reason) && reason is byte[] text
            ? new UnreadableProperties(
                Encoding.UTF8.GetString(text),
                headers.TryGetValue(LengthHeader, out var length) && length is int count ? count : 0,
                headers.TryGetValue(BytesHeader, out var bytes) && bytes is byte[] first ? first : [])
            : null;

    /// <summary>Encodes the replacement as AMQP properties.</summary>
    public static byte[] Encode(string reason, ReadOnlySpan<byte> unreadable)
    {
        var table = new List<byte>();
        AddText(table, ReasonHeader, Encoding.UTF8.GetBytes(reason));
        AddText(table, BytesHeader, unreadable[..Math.Min(unreadable.Length, BytesMax)]);
        AddName(table, LengthHeader, 'I');
        table.AddRange(Number(unreadable.Length));
        return [HeadersAndDeliveryMode, 0, .. Number(table.Count), .. table, Persistent];
    }

    private static void AddText(List<byte> table, string name, ReadOnlySpan<byte> text)
    {
        AddName(table, name, 'S');
        table.AddRange(Number(text.Length));
        table.AddRange(text);
    }

    private static void AddName(List<byte> table, string name, char type)
    {
        table.Add((byte)name.Length);
        table.AddRange(Encoding.ASCII.GetBytes(name));
        table.Add((byte)type);
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
