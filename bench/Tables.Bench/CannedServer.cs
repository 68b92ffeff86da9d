using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tables.Bench;

/// <summary>
/// Answers every request with what is written down for its operation. It runs in a process of its own.
/// </summary>
internal static class CannedServer
{
    /// <summary>Serves until the input ends, and prints its port first.</summary>
    public static async Task RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(512);
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        // reading the console blocks, whatever it is called
        await ServeAsync(listener, Task.Run(Console.In.ReadToEnd), noted: null);
    }

    /// <summary>Serves until a task ends.</summary>
    /// <param name="listener">Where requests come in.</param>
    /// <param name="stop">When it ends, so does the serving.</param>
    /// <param name="noted">Is given each request's bytes, head and body.</param>
    public static async Task ServeAsync(TcpListener listener, Task stop, Action<byte[]>? noted)
    {
        var answers = new[] { "GetItem", "UpdateItem", "TransactWriteItems" }.ToDictionary(
            operation => operation,
            Answer
        );
        while (true)
        {
            var accept = listener.AcceptSocketAsync();
            if (await Task.WhenAny(accept, stop) == stop)
                return;
            _ = ServeAsync(await accept, answers, noted);
        }
    }

    private static byte[] Answer(string operation)
    {
        var body = Samples.Reply(operation);
        var checksum = Checksum.Of(Encoding.UTF8.GetBytes(body));
        return Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 200 OK\r\nServer: Server\r\nDate: Sat, 31 Jan 2026 12:00:00 GMT\r\nContent-Type: "
                    + $"application/x-amz-json-1.0\r\nContent-Length: {body.Length}\r\nConnection: "
                    + $"keep-alive\r\nx-amzn-RequestId: "
                    + $"9FVJC8T2NRPOVO8UV2CTRDT6ORVV4KQNSO5AEMVJF66Q9ASUAAJG\r\nx-amz-crc32: {checksum}\r\n\r\n{body}"
            )
        );
    }

    private static async Task ServeAsync(Socket socket, Dictionary<string, byte[]> answers, Action<byte[]>? noted)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[64 * 1024];
            var used = 0;
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(used));
                if (read == 0)
                    return;

                used += read;
                while (RequestLength(buffer.AsSpan(0, used)) is var length and > 0 && length <= used)
                {
                    noted?.Invoke(buffer[..length]);
                    var answer = AnswerTo(buffer.AsSpan(0, length), answers);
                    buffer.AsSpan(length, used - length).CopyTo(buffer);
                    used -= length;
                    await socket.SendAsync(answer);
                }
            }
        }
    }

    private static byte[] AnswerTo(ReadOnlySpan<byte> request, Dictionary<string, byte[]> answers)
    {
        if (request.IndexOf(".GetItem"u8) >= 0)
            return answers["GetItem"];
        return request.IndexOf(".UpdateItem"u8) >= 0 ? answers["UpdateItem"] : answers["TransactWriteItems"];
    }

    /// <summary>The length of the first request, its body included; 0 while its head is not whole.</summary>
    private static int RequestLength(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return 0;

        var head = received[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return end + 4;
        var digits = head[(at + 16)..];
        var line = digits.IndexOf((byte)'\r');
        return end + 4 + int.Parse(line < 0 ? digits : digits[..line], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
