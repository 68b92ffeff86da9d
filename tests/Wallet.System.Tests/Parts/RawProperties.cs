using System.Buffers.Binary;
using System.Text;

namespace SystemTests.Parts;

/// <summary>Properties of a message byte by byte, as no client library would write them.</summary>
internal static class RawProperties
{
    private const ushort HeadersAlone = 0x2000;

    /// <summary>No properties at all.</summary>
    public static byte[] None => [0, 0];

    /// <summary>One header, its value as AMQP has it: a type and what follows.</summary>
    public static byte[] Header(string name, ReadOnlySpan<byte> value) => Headers([.. ShortText(name), .. value]);

    /// <summary>Headers, each a name and a value.</summary>
    public static byte[] Headers(ReadOnlySpan<byte> table) => [.. Short(HeadersAlone), .. Long(table.Length), .. table];

    /// <summary>A decimal with so many places behind the point.</summary>
    public static byte[] Decimal(byte scale) => [(byte)'D', scale, 0, 0, 0, 1];

    /// <summary>Arrays in arrays.</summary>
    public static byte[] Nested(int depth)
    {
        var bytes = new byte[depth * 5];
        for (var level = 0; level < depth; level++)
        {
            bytes[level * 5] = (byte)'A';
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan((level * 5) + 1), (depth - level - 1) * 5);
        }

        return bytes;
    }

    public static byte[] LongText(ReadOnlySpan<byte> text) => [(byte)'S', .. Long(text.Length), .. text];

    public static byte[] ShortText(string text) => ShortText(Encoding.UTF8.GetBytes(text));

    public static byte[] ShortText(ReadOnlySpan<byte> text) => [checked((byte)text.Length), .. text];

    public static byte[] Short(ushort value) => [(byte)(value >> 8), (byte)(value & 0xFF)];

    public static byte[] Long(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
