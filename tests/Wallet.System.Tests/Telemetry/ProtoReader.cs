using System.Buffers.Binary;
using System.Text;

namespace SystemTests.Telemetry;

/// <summary>
/// Reads a message of protocol buffers field by field: all that is needed to look into OTLP without its generated code.
/// </summary>
internal static class ProtoReader
{
    /// <summary>The fields of a message: number, and number or bytes.</summary>
    public static IEnumerable<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> Read(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message.Span, ref at);
            var (field, kind) = ((int)(tag >> 3), tag & 7);
            switch (kind)
            {
                case 0:
                    yield return (field, Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return (
                        field,
                        BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]),
                        message.Slice(at, 8)
                    );
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return (field, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return (
                        field,
                        BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]),
                        message.Slice(at, 4)
                    );
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {kind} is none of OTLP's.");
            }
        }
    }

    /// <summary>The messages that are reached by a path of field numbers.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> At(ReadOnlyMemory<byte> message, params int[] path) =>
        path.Aggregate(
            Enumerable.Repeat(message, 1),
            (messages, field) =>
                messages.SelectMany(one => Read(one).Where(found => found.Field == field).Select(found => found.Bytes))
        );

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
