using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TypedTables.Tests.Wire.Direct;

/// <summary>
/// A server of bytes: it reads whole requests and sends just what a test gives it, as the service never would.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, string, RawAnswer> _answerOf;
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _requests;
    private int _answered;

    /// <summary>Starts serving.</summary>
    /// <param name="answerOf">The answer to the request of a number, from 1.</param>
    public RawServer(Func<int, RawAnswer> answerOf)
        : this((number, _) => answerOf(number))
    {
    }

    /// <summary>Starts serving.</summary>
    /// <param name="answerOf">The answer to the request of a number, from 1, and with this head.</param>
    public RawServer(Func<int, string, RawAnswer> answerOf)
    {
        _answerOf = answerOf;
        _listener.Start(512);
        _serving = ServeAsync();
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many answers have been sent to their last byte.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>How many connections there have been.</summary>
    public int Connections => _sockets.Count;

    /// <summary>Each request's head, and its body.</summary>
    public ConcurrentQueue<(string Head, string Body)> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var socket in _sockets)
            socket.Dispose();
        await _serving;
        _stop.Dispose();
    }

    /// <summary>A whole answer as the service gives it.</summary>
    public static byte[] Whole(string body, int status = 200, string? headers = null, bool hasChecksum = true)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var checksum = hasChecksum ? $"x-amz-crc32: {Crc32.HashToUInt32(bytes)}\r\n" : "";
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} X\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
                    + $"{bytes.Length}\r\nx-amzn-RequestId: REQUEST1\r\n{checksum}{headers}\r\n"
            ),
            .. bytes,
        ];
    }

    public static byte[] Refusal(string code, int status = 400, string? headers = null) =>
        Whole($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"in words"}""", status, headers);

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _sockets.Add(socket);
                _ = ServeAsync(socket);
            }
            catch (Exception error)
                when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            var received = new List<byte>();
            var buffer = new byte[64 * 1024];
            while (true)
            {
                string? head;
                while (!TryTake(received, out head))
                {
                    var read = await socket.ReceiveAsync(buffer, _stop.Token);
                    if (read == 0)
                        return;
                    received.AddRange(buffer.AsSpan(0, read));
                }

                var answer = _answerOf(Interlocked.Increment(ref _requests), head);
                await answer.When.WaitAsync(_stop.Token);
                foreach (var part in answer.Parts)
                {
                    await socket.SendAsync(part, _stop.Token);
                    if (answer.Between > TimeSpan.Zero)
                        await Task.Delay(answer.Between, _stop.Token);
                }

                Interlocked.Increment(ref _answered);
                if (answer.End == RawEnd.Reset)
                    socket.LingerState = new LingerOption(true, 0);
                if (answer.End != RawEnd.Stay)
                {
                    socket.Dispose();
                    return;
                }
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or the test is over.
        }
    }

    private bool TryTake(List<byte> received, [NotNullWhen(true)] out string? head)
    {
        head = null;
        var text = Encoding.Latin1.GetString([.. received]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;

        var length = int.Parse(
            text[..end].Split("Content-Length: ")[1].Split('\r')[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
        if (text.Length < end + 4 + length)
            return false;

        head = text[..end];
        Requests.Enqueue((head, text.Substring(end + 4, length)));
        received.RemoveRange(0, end + 4 + length);
        return true;
    }
}

/// <summary>What is sent, in how many pieces, and how it ends.</summary>
internal sealed record RawAnswer(RawEnd End, params byte[][] Parts)
{
    public TimeSpan Between { get; init; }

    /// <summary>What to wait for before it is sent.</summary>
    public Task When { get; init; } = Task.CompletedTask;

    public static implicit operator RawAnswer(byte[] whole) => new(RawEnd.Stay, whole);
}

/// <summary>What becomes of the connection afterwards.</summary>
internal enum RawEnd
{
    Stay,
    Close,
    Reset,
}
