using System.Buffers.Binary;
using System.Text;
using SystemTests.Parts;

namespace SystemTests.Fuzz;

/// <summary>
/// Headers of every AMQP type, of every size, of every name that a program acts on, and some invalid ones.
/// </summary>
internal sealed class FuzzHeaders(Random random)
{
    private const int HugeMax = 130_000;

    /// <summary>What brokers, MassTransit, tracing and the worker itself write.</summary>
    private static readonly string[] Forged =
    [
        "x-death", "x-delivery-count", "x-acquired-count", "x-first-death-queue", "x-first-death-reason",
        "x-last-death-queue", "x-opt-deaths", "x-dotnet-pub-seq-no", "CC", "BCC", "MT-Redelivery-Count",
        "MT-Fault-Message", "MT-Fault-StackTrace", "MT-Fault-Timestamp", "MT-Fault-ExceptionType",
        "MT-Response-Address", "MT-Fault-Address", "MT-Request-Id", "MT-MessageType", "MT-Reason", "MT-Host-Info",
        "MT-Activity-Id", "MT-OriginalMessageId", "MT-Source-Address", "Content-Type", "MessageId", "traceparent",
        "tracestate", "baggage", "wallet-unreadable-reason", "wallet-unreadable-bytes", "wallet-unreadable-length",
        "wallet-parking-attempts", "wallet-user-id", "wallet-expiration", "wallet-cc", "wallet-headers-left-out",
    ];

    private static readonly string[] Texts =
    [
        "", "0", "-1", "2147483647", "9999999999999999999", "null", "garbage", "http://", "exchange:", "queue:a b",
        "00000000-0000-0000-0000-000000000000", "00-00000000000000000000000000000000-0000000000000000-00",
        "\0", "\u001b[31m", "\ufeff", "\u202e", "é", "😀", "{\"a\":1}", "wallet-set-balance", "2026-13-45T99:99:99Z",
    ];

    /// <summary>A header like any that a sender may write.</summary>
    public byte[] Any() => Named(random.Next(3) == 0 ? Pick(Forged) : AnyName(), Value(0));

    /// <summary>A header that some program acts on, with any value.</summary>
    public (string Name, byte[] Header) Forgery()
    {
        var name = Pick(Forged);
        return (name, Named(name, random.Next(2) == 0 ? Text(Pick(Texts)) : Value(0)));
    }

    /// <summary>Copies for a queue that nothing may reach.</summary>
    public static byte[] Copies(string name, string queue)
    {
        byte[] key = Text(queue);
        return Named(name, [(byte)'A', .. RawProperties.Long(key.Length), .. key]);
    }

    /// <summary>A header that RabbitMQ's client cannot read.</summary>
    public byte[] Undecodable()
    {
        var value = random.Next(6) switch
        {
            0 => [(byte)'A', 0, 0, 0, 12, .. RawProperties.Decimal(29), .. RawProperties.Decimal(200)],
            1 => [(byte)'F', 0, 0, 0, 8, 1, (byte)'b', .. RawProperties.Decimal(255)],
            _ => RawProperties.Decimal((byte)random.Next(29, 256)),
        };
        return Named(AnyName(), value);
    }

    /// <summary>An invalid header: truncated, with a wrong length, of an unknown type.</summary>
    public byte[] Broken() => random.Next(4) switch
    {
        0 => Named("b", [(byte)'S', 0x7F, 0xFF, 0xFF, 0xFF]),
        1 => Named("b", [(byte)'I', 0]),
        2 => Named("b", [(byte)random.Next(256), .. Bytes(random.Next(12))]),
        _ => [200, (byte)'b'],
    };

    /// <summary>
    /// No deeper than that: RabbitMQ's own time for one goes with the square of its depth, half a second at 12,000.
    /// </summary>
    public byte[] Deep() => Named("deep", RawProperties.Nested(random.Next(20, 12_000)));

    public byte[] Huge()
    {
        var bytes = new byte[random.Next(2) == 0 ? random.Next(120_000, HugeMax) : random.Next(HugeMax)];
        bytes.AsSpan().Fill((byte)random.Next(256));
        return Named("huge", [(byte)'S', .. RawProperties.Long(bytes.Length), .. bytes]);
    }

    public static byte[] Named(string name, byte[] value) => [.. RawProperties.ShortText(name), .. value];

    public static byte[] Text(string text) => RawProperties.LongText(Encoding.UTF8.GetBytes(text));

    private string AnyName() => random.Next(8) switch
    {
        0 => "",
        1 => new string('n', 255),
        2 => "\u0000\u001b",
        3 => "éé",
        _ => $"tenant-{random.Next(5)}",
    };

    private byte[] Value(int depth) => random.Next(depth < 5 ? 18 : 16) switch
    {
        0 => [(byte)'t', (byte)random.Next(256)],
        1 => [(byte)'b', .. Bytes(1)],
        2 => [(byte)'B', .. Bytes(1)],
        3 => [(byte)'s', .. Bytes(2)],
        4 => [(byte)'u', .. Bytes(2)],
        5 => [(byte)'I', .. Bytes(4)],
        6 => [(byte)'i', .. Bytes(4)],
        7 => [(byte)'l', .. Bytes(8)],
        8 => [(byte)'f', .. random.Next(30) == 0 ? [0x7F, 0x80, 0, 0] : (byte[])[0x3F, .. Bytes(3)]],
        9 => [(byte)'d', .. Pick<byte[]>([[0x3F, .. Bytes(7)], [0, 0, 0, 0, 0, 0, 0, 1]])],
        10 => [(byte)'D', (byte)random.Next(29), .. Bytes(4)],
        11 => [(byte)'T', .. Pick<byte[]>([Bytes(8), Long(1_790_000_000_000), Long(long.MaxValue), Long(0)])],
        12 => [(byte)'V'],
        13 => Text(Pick(Texts)),
        14 => RawProperties.LongText(Bytes(random.Next(40))),
        15 => [(byte)'x', .. RawProperties.LongText(Bytes(random.Next(40)))[1..]],
        16 => Within('A', [.. Few().SelectMany(_ => Value(depth + 1))]),
        _ => Within('F', [.. Few().SelectMany(_ => Named(AnyName(), Value(depth + 1)))]),
    };

    private IEnumerable<int> Few() => Enumerable.Range(0, random.Next(6));

    private static byte[] Within(char type, byte[] inside) =>
        [(byte)type, .. RawProperties.Long(inside.Length), .. inside];

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Long(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
