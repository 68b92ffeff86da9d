using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TypedTables.Tests.Wire.Direct;

namespace TypedTables.Tests.Wire;

/// <summary>
/// A service whose answers are right, and whose delivery is not: they are cut, held back, doubled, exchanged and
/// forgotten.
/// </summary>
/// <remarks>
/// An item of any key is there, and its balance is the text of its key: whose it is can be told by looking at it.
/// </remarks>
internal sealed class MischiefServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _seed;
    private readonly Task _serving;
    private byte[]? _kept;
    private int _connections;

    /// <summary>Starts serving.</summary>
    /// <param name="seed">What is done wrong, and when, follows from it and from the order of connections.</param>
    public MischiefServer(int seed)
    {
        _seed = seed;
        _listener.Start(512);
        _serving = ServeAsync();
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How often each kind of mischief was done.</summary>
    public int[] Done { get; } = new int[8];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                open.RemoveAll(one => one.IsCompleted); // each holds its buffer
                open.Add(ServeAsync(socket, new Random(_seed + Interlocked.Increment(ref _connections))));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket, Random random)
    {
        using var _ = socket;
        var buffer = new byte[64 * 1024];
        var used = 0;
        try
        {
            while (true)
            {
                string head;
                int start;
                int length;
                while (!TryFindBody(buffer.AsSpan(0, used), out head, out start, out length) || used < start + length)
                {
                    var read = await socket.ReceiveAsync(buffer.AsMemory(used), _stop.Token);
                    if (read == 0)
                        return;
                    used += read;
                }

                var answer = RawServer.Whole(AnswerTo(head, buffer.AsMemory(start, length)));
                buffer.AsSpan(start + length, used - start - length).CopyTo(buffer);
                used -= start + length;
                if (!await SendAsync(socket, answer, random))
                    return;
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or the test is over.
        }
    }

    /// <returns>Whether the connection stays.</returns>
    private async Task<bool> SendAsync(Socket socket, byte[] answer, Random random)
    {
        var kind = random.Next(100) switch
        {
            < 3 => 1,
            < 6 => 2,
            < 10 => 3,
            < 13 => 4,
            < 16 => 5,
            < 20 => 6,
            20 when random.Next(20) == 0 => 7,
            _ => 0,
        };
        Interlocked.Increment(ref Done[kind]);
        switch (kind)
        {
            case 1: // cut, and closed
                await socket.SendAsync(answer.AsMemory(0, random.Next(answer.Length)), _stop.Token);
                return false;
            case 2: // held back
                await Task.Delay(random.Next(30), _stop.Token);
                break;
            case 3: // sent twice at once
                answer = [.. answer, .. answer];
                break;
            case 4: // sent twice, the second time late
                await socket.SendAsync(answer, _stop.Token);
                await Task.Delay(random.Next(5), _stop.Token);
                break;
            case 5: // in two pieces
                await socket.SendAsync(answer.AsMemory(0, answer.Length / 2), _stop.Token);
                await Task.Delay(random.Next(3), _stop.Token);
                answer = answer[(answer.Length / 2)..];
                break;
            case 6: // exchanged for the one that was kept the last time, of whatever connection
                answer = Interlocked.Exchange(ref _kept, answer) ?? answer;
                break;
            case 7: // forgotten
                return true;
        }

        await socket.SendAsync(answer, _stop.Token);
        return true;
    }

    private static bool TryFindBody(ReadOnlySpan<byte> received, out string head, out int start, out int length)
    {
        (head, length) = ("", 0);
        start = received.IndexOf("\r\n\r\n"u8) + 4;
        if (start < 4)
            return false;

        head = Encoding.Latin1.GetString(received[..start]);
        length = int.Parse(
            head[(head.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase) + 15)..].Split('\r')[0],
            System.Globalization.CultureInfo.InvariantCulture);
        return true;
    }

    private static string AnswerTo(string head, ReadOnlyMemory<byte> body)
    {
        using var request = JsonDocument.Parse(body);
        var root = request.RootElement;
        if (head.Contains("BatchGetItem", StringComparison.Ordinal))
        {
            var keys = root.GetProperty("RequestItems").GetProperty("wallets").GetProperty("Keys");
            return $$$"""{"Responses":{"wallets":[{{{Items(keys)}}}]},"UnprocessedKeys":{}}""";
        }

        if (head.Contains("TransactGetItems", StringComparison.Ordinal))
        {
            var items = root.GetProperty("TransactItems").EnumerateArray()
                .Select(one => $$"""{"Item":{{Item(one.GetProperty("Get").GetProperty("Key"))}}}""");
            return $$"""{"Responses":[{{string.Join(',', items)}}]}""";
        }

        if (head.Contains("Query", StringComparison.Ordinal))
        {
            var id = root.GetProperty("ExpressionAttributeValues").GetProperty(":0");
            return $$"""{"Items":[{{ItemOf(id)}}],"Count":1,"ScannedCount":1}""";
        }

        var item = Item(root.GetProperty("Key"));
        return head.Contains("UpdateItem", StringComparison.Ordinal)
            ? $$"""{"Attributes":{{item}}}"""
            : $$"""{"Item":{{item}}}""";
    }

    private static string Items(JsonElement keys) => string.Join(',', keys.EnumerateArray().Select(Item));

    private static string Item(JsonElement key) => ItemOf(key.GetProperty("user_id"));

    private static string ItemOf(JsonElement id)
    {
        var balance = MischiefTests.BalanceOf(Guid.Parse(id.GetProperty("S").GetString()!));
        return $$$"""{"user_id":{{{id.GetRawText()}}},"balance":{"N":"{{{balance}}}"}}""";
    }
}
