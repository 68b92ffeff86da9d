using System.Buffers.Text;
using System.Text;

namespace TypedTables.Wire.Direct.Http;

/// <summary>What an HTTP/1.1 answer says before its body.</summary>
/// <remarks>Read strictly (RFC 9112): where two readers could disagree about the end of an answer, it is refused, and with it its connection.</remarks>
internal struct ReplyHead
{
    /// <summary>How many bytes a head may have. The service's have about 300.</summary>
    public const int LengthMax = 16 * 1024;

    private const int NumberLengthMax = 18;

    /// <summary>How many bytes the head has, the empty line included.</summary>
    public int Length { get; private set; }

    /// <summary>The status, 100 to 999.</summary>
    public int Status { get; private set; }

    /// <summary>How many bytes the body has; null where it is in chunks, or ends with the connection.</summary>
    public long? BodyLength { get; private set; }

    /// <summary>Whether the body is in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>Whether nothing comes over this connection after this answer.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Where the header <c>x-amz-crc32</c> is; empty where there is none.</summary>
    public Range Checksum { get; private set; }

    /// <summary>Where the header <c>x-amzn-RequestId</c> is; empty where there is none.</summary>
    public Range RequestId { get; private set; }

    /// <summary>Where the header <c>Date</c> is; empty where there is none.</summary>
    public Range Date { get; private set; }

    /// <summary>Whether this only announces an answer.</summary>
    public readonly bool IsInformational => Status < 200;

    /// <summary>Reads a head, if all of it is there.</summary>
    /// <exception cref="IOException">It is none.</exception>
    public static bool TryRead(ReadOnlySpan<byte> received, out ReplyHead head)
    {
        head = default;
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return received.Length <= LengthMax ? false : throw Refused($"its head has more than {LengthMax} bytes");

        head.Length = end + 4;
        head.ReadLines(received[..(end + 2)]);
        if (head.IsChunked && head.BodyLength is not null)
            throw Refused("it has a length and comes in chunks");
        if (head.Status is 204 or 304 || head.IsInformational)
            (head.BodyLength, head.IsChunked) = (0, false);
        head.IsLast |= head.BodyLength is null && !head.IsChunked;
        return true;
    }

    /// <summary>What is said of an answer that is not HTTP.</summary>
    public static IOException Refused(string why) => new($"the answer is not HTTP/1.1: {why}");

    private void ReadLines(ReadOnlySpan<byte> lines)
    {
        var at = lines.IndexOf("\r\n"u8);
        ReadStatus(lines[..at]);
        for (at += 2; at < lines.Length;)
        {
            var line = lines[at..];
            line = line[..line.IndexOf("\r\n"u8)];
            ReadHeader(line, at);
            at += line.Length + 2;
        }
    }

    private void ReadStatus(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1') || line[8] != ' ' || (line.Length > 12 && line[12] != ' ')
            || !Utf8Parser.TryParse(line[9..12], out int status, out var digits) || digits != 3 || status is < 100 or 101)
        {
            throw Refused("it does not begin with a status");
        }

        Status = status;
        IsLast = line[7] == '0';
    }

    private void ReadHeader(ReadOnlySpan<byte> line, int start)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAny(" \t\r\n"u8) || line[colon..].ContainsAny("\r\n\0"u8))
            throw Refused("a line of its head is no header");

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        switch (name.Length)
        {
            case 4 when Is(name, "date"u8):
                Date = Where(line, value, start);
                break;
            case 10 when Is(name, "connection"u8):
                IsLast |= Is(value, "close"u8);
                break;
            case 11 when Is(name, "x-amz-crc32"u8):
                Checksum = Where(line, value, start);
                break;
            case 14 when Is(name, "content-length"u8):
                ReadLength(value);
                break;
            case 16 when Is(name, "x-amzn-requestid"u8):
                RequestId = Where(line, value, start);
                break;
            case 17 when Is(name, "transfer-encoding"u8):
                IsChunked = Is(value, "chunked"u8) && !IsChunked ? true : throw Refused("its transfer coding is not chunked, once");
                break;
        }
    }

    private void ReadLength(ReadOnlySpan<byte> value)
    {
        // Utf8Parser alone would take a sign.
        if (value.Length is 0 or > NumberLengthMax || value.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(value, out long length, out _))
            throw Refused("its length is no number");
        if (BodyLength is { } other && other != length)
            throw Refused("it has two lengths");
        BodyLength = length;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(text, lowerCase);

    /// <summary>Where a value is, counted from the first byte of the head.</summary>
    private static Range Where(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, int start)
    {
        if (value.IsEmpty)
            return default;
        line.Overlaps(value, out var offset);
        return new Range(start + offset, start + offset + value.Length);
    }
}
