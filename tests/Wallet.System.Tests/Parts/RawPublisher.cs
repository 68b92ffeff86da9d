using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace SystemTests.Parts;

/// <summary>Publishes messages with whatever properties, and waits for the broker's word. For one caller.</summary>
internal sealed class RawPublisher : IAsyncDisposable
{
    private const int EndMark = 0xCE;
    private const int FrameMax = 131_072;
    private const int FrameOverhead = 8;
    private const ushort Channel = 1;

    private readonly TcpClient _client = new() { NoDelay = true };
    private NetworkStream _stream = null!;

    private RawPublisher()
    {
    }

    /// <summary>What the broker sends, as class and method.</summary>
    private enum Method
    {
        Start = (10 << 16) | 10,
        StartOk = (10 << 16) | 11,
        Tune = (10 << 16) | 30,
        TuneOk = (10 << 16) | 31,
        Open = (10 << 16) | 40,
        OpenOk = (10 << 16) | 41,
        ConnectionClose = (10 << 16) | 50,
        ChannelOpen = (20 << 16) | 10,
        ChannelOpenOk = (20 << 16) | 11,
        ChannelClose = (20 << 16) | 40,
        Publish = (60 << 16) | 40,
        Ack = (60 << 16) | 80,
        Nack = (60 << 16) | 120,
        Select = (85 << 16) | 10,
        SelectOk = (85 << 16) | 11,
    }

    public static async Task<RawPublisher> ConnectAsync(int port, string user = DocumentedUsers.Tester)
    {
        var publisher = new RawPublisher();
        await publisher._client.ConnectAsync("127.0.0.1", port);
        publisher._stream = publisher._client.GetStream();
        await publisher._stream.WriteAsync(new byte[] { (byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1 });
        await publisher.ExpectAsync(Method.Start);
        await publisher.SendAsync(0, Method.StartOk, [
            .. RawProperties.Long(0), .. RawProperties.ShortText("PLAIN"),
            .. RawProperties.LongText(Encoding.UTF8.GetBytes($"\0{user}\0{DocumentedUsers.Password}"))[1..],
            .. RawProperties.ShortText("en_US")]);
        await publisher.ExpectAsync(Method.Tune);
        await publisher.SendAsync(
            0, Method.TuneOk, [.. RawProperties.Short(16), .. RawProperties.Long(FrameMax), .. RawProperties.Short(0)]);
        await publisher.SendAsync(0, Method.Open, [.. RawProperties.ShortText("/"), 0, 0]);
        await publisher.ExpectAsync(Method.OpenOk);
        await publisher.SendAsync(Channel, Method.ChannelOpen, [0]);
        await publisher.ExpectAsync(Method.ChannelOpenOk);
        await publisher.SendAsync(Channel, Method.Select, [0]);
        await publisher.ExpectAsync(Method.SelectOk);
        return publisher;
    }

    /// <summary>Publishes one message, and returns when the broker has it.</summary>
    /// <param name="exchange">The exchange; empty for the queue that <paramref name="routingKey"/> names.</param>
    /// <param name="routingKey">The routing key.</param>
    /// <param name="properties">Two bytes of flags and what they promise, or something else.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="InvalidOperationException">The broker takes no such message, and says why.</exception>
    /// <exception cref="IOException">The broker has broken the connection off.</exception>
    public async Task PublishAsync(
        string exchange, string routingKey, ReadOnlyMemory<byte> properties, ReadOnlyMemory<byte> body)
    {
        var frames = new List<byte>();
        byte[] address = [.. RawProperties.ShortText(exchange), .. RawProperties.ShortText(routingKey)];
        AddFrame(frames, 1, Channel, [.. RawProperties.Long((int)Method.Publish), 0, 0, .. address, 0]);
        byte[] length = [.. RawProperties.Long(0), .. RawProperties.Long(body.Length)];
        AddFrame(frames, 2, Channel, [0, 60, 0, 0, .. length, .. properties.Span]);
        for (var sent = 0; sent < body.Length; sent += FrameMax - FrameOverhead)
            AddFrame(frames, 3, Channel, body.Span.Slice(sent, Math.Min(FrameMax - FrameOverhead, body.Length - sent)));
        await _stream.WriteAsync(frames.ToArray());
        await ExpectAsync(Method.Ack);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(ushort channel, Method method, byte[] arguments)
    {
        var frames = new List<byte>();
        AddFrame(frames, 1, channel, [.. RawProperties.Long((int)method), .. arguments]);
        await _stream.WriteAsync(frames.ToArray());
    }

    private static void AddFrame(List<byte> frames, byte type, ushort channel, ReadOnlySpan<byte> payload)
    {
        frames.Add(type);
        frames.AddRange(RawProperties.Short(channel));
        frames.AddRange(RawProperties.Long(payload.Length));
        frames.AddRange(payload);
        frames.Add(EndMark);
    }

    private async Task ExpectAsync(Method expected)
    {
        while (true)
        {
            var head = new byte[7];
            await _stream.ReadExactlyAsync(head);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3)) + 1];
            await _stream.ReadExactlyAsync(payload);
            if (head[0] != 1)
                continue; // a heartbeat

            var method = (Method)BinaryPrimitives.ReadInt32BigEndian(payload);
            if (method == expected)
                return;
            var isClosed = method is Method.ConnectionClose or Method.ChannelClose;
            var said = isClosed ? Encoding.UTF8.GetString(payload, 7, payload[6]) : "";
            throw new InvalidOperationException($"The broker says {method} instead of {expected}. {said}");
        }
    }
}
