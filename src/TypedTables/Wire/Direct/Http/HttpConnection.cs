using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace TypedTables.Wire.Direct.Http;

/// <summary>One connection, for one exchange after another. Whoever has taken it from the pool has it alone.</summary>
/// <param name="socket">The socket, by which it can be cut off while somebody waits for it.</param>
/// <param name="stream">What is read and written: the socket's, or TLS over it.</param>
internal sealed class HttpConnection(Socket socket, Stream stream) : IDisposable
{
    private const int ReplyLengthUsual = 2048;
    private const int RequestLengthKept = 64 * 1024;

    private const long Idle = 0;
    private const long CutOff = -1;

    private byte[] _request = new byte[ReplyLengthUsual];
    private long _deadline;

    /// <summary>When it came about, by <see cref="Environment.TickCount64"/>.</summary>
    public long OpenedAt { get; } = Environment.TickCount64;

    /// <summary>When it was last used, by the same clock.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Whether its last exchange was cut off. There is none after that.</summary>
    public bool IsCutOff => Volatile.Read(ref _deadline) == CutOff;

    /// <summary>Memory for the next request.</summary>
    public Span<byte> RequestMemory(int length)
    {
        if (_request.Length < length)
            _request = new byte[length];
        return _request;
    }

    /// <summary>From now on it may be cut off: at a moment by <see cref="Environment.TickCount64"/>, or when somebody gives up.</summary>
    public void Begin(long deadline) => Volatile.Write(ref _deadline, Math.Max(deadline, 1));

    /// <summary>The exchange is over.</summary>
    /// <returns>Whether it was not cut off, so that there may be another.</returns>
    public bool TryEnd()
    {
        IdleSince = Environment.TickCount64;
        if (_request.Length > RequestLengthKept)
            _request = new byte[ReplyLengthUsual];
        var deadline = Volatile.Read(ref _deadline);
        return deadline != CutOff && Interlocked.CompareExchange(ref _deadline, Idle, deadline) == deadline;
    }

    /// <summary>Cuts it off, if its time is over.</summary>
    public void CutOffAt(long now)
    {
        var deadline = Volatile.Read(ref _deadline);
        if (deadline > 0 && deadline <= now && Interlocked.CompareExchange(ref _deadline, CutOff, deadline) == deadline)
            socket.Dispose();
    }

    /// <summary>Cuts it off, because whoever waits for it does not want to any more.</summary>
    public void GiveUp() => CutOffAt(long.MaxValue);

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="requestLength">How many bytes of <see cref="RequestMemory"/> to send.</param>
    /// <param name="rest">What to send after them.</param>
    /// <param name="bodyLengthMax">How long the answer's body may be.</param>
    /// <exception cref="NotSentException">Nothing was sent: the other side has closed the connection, or has said something that nobody asked for.</exception>
    /// <exception cref="IOException">There was no answer, or not a whole one, or not HTTP.</exception>
    /// <exception cref="BadReplyException">It is longer than that, or something follows it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpReply> ExchangeAsync(int requestLength, ReadOnlyMemory<byte> rest, int bodyLengthMax)
    {
        var memory = new PooledBytes(ReplyLengthUsual);
        try
        {
            var received = await SendAsync(requestLength, rest, memory).ConfigureAwait(false);
            ReplyHead head;
            while (!ReplyHead.TryRead(memory.Bytes.AsSpan(0, received), out head) || head.IsInformational)
            {
                memory.Bytes.AsSpan(head.Length, received - head.Length).CopyTo(memory.Bytes);
                received -= head.Length;
                if (head.Length == 0 || received == 0)
                    received = await ReceiveAsync(memory, received).ConfigureAwait(false);
            }

            var end = head switch
            {
                { IsChunked: true } => await ReceiveChunksAsync(memory, head, received, bodyLengthMax).ConfigureAwait(false),
                { BodyLength: { } length } => await ReceiveLengthAsync(memory, head, received, length, bodyLengthMax).ConfigureAwait(false),
                _ => await ReceiveRestAsync(memory, head, received, bodyLengthMax).ConfigureAwait(false),
            };
            return new HttpReply(head, memory, end);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    /// <summary>Sends, and receives the first bytes of the answer.</summary>
    /// <remarks>
    /// Receiving begins before anything is sent. What comes by then cannot be the answer: a connection that the other side has closed, or
    /// that an earlier answer has left something on, is found without a system call of its own, and before the request is on its way.
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> SendAsync(int requestLength, ReadOnlyMemory<byte> rest, PooledBytes memory)
    {
        var receiving = stream.ReadAsync(memory.Bytes);
        if (receiving.IsCompleted)
            throw await StaleAsync(receiving).ConfigureAwait(false);

        try
        {
            await stream.WriteAsync(_request.AsMemory(0, requestLength)).ConfigureAwait(false);
            if (rest.Length > 0)
                await stream.WriteAsync(rest).ConfigureAwait(false);
        }
        catch
        {
            // The memory is not given back before nobody receives into it any more.
            socket.Dispose();
            await StaleAsync(receiving).ConfigureAwait(false);
            throw;
        }

        var received = await receiving.ConfigureAwait(false);
        return received > 0 ? received : throw Closed();
    }

    private static async ValueTask<NotSentException> StaleAsync(ValueTask<int> receiving)
    {
        try
        {
            await receiving.ConfigureAwait(false);
            return Stale(null);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return Stale(error);
        }
    }

    private ValueTask<int> ReceiveLengthAsync(PooledBytes memory, ReplyHead head, int received, long length, int lengthMax)
    {
        if (length > lengthMax)
            throw TooLong(length, lengthMax);
        var end = checked(head.Length + (int)length);
        if (received > end)
            throw SomethingFollows();
        return received == end ? new ValueTask<int>(end) : ReceiveUntilAsync(memory, received, end);
    }

    private async ValueTask<int> ReceiveUntilAsync(PooledBytes memory, int received, int end)
    {
        memory.Reserve(end, received);
        while (received < end)
            received = await ReceiveAsync(memory, received).ConfigureAwait(false);
        return received == end ? end : throw SomethingFollows();
    }

    private async ValueTask<int> ReceiveChunksAsync(PooledBytes memory, ReplyHead head, int received, int lengthMax)
    {
        var chunks = new ChunkedBody(head.Length);
        while (true)
        {
            received = chunks.Take(memory.Bytes, received);
            if (chunks.End - head.Length > lengthMax)
                throw TooLong(chunks.End - head.Length, lengthMax);
            if (chunks.IsWhole)
                return received == chunks.End ? received : throw SomethingFollows();
            received = await ReceiveAsync(memory, received).ConfigureAwait(false);
        }
    }

    private async ValueTask<int> ReceiveRestAsync(PooledBytes memory, ReplyHead head, int received, int lengthMax)
    {
        while (true)
        {
            if (received - head.Length > lengthMax)
                throw TooLong(received - head.Length, lengthMax);
            memory.Reserve(received + 1, received);
            var more = await stream.ReadAsync(memory.Bytes.AsMemory(received)).ConfigureAwait(false);
            if (more == 0)
                return received;
            received += more;
        }
    }

    /// <summary>Receives at least a byte more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(PooledBytes memory, int received)
    {
        memory.Reserve(received + 1, received);
        var more = await stream.ReadAsync(memory.Bytes.AsMemory(received)).ConfigureAwait(false);
        return more > 0 ? received + more : throw Closed();
    }

    private static NotSentException Stale(Exception? error) => new("the connection was closed while it was idle, or something came that nobody had asked for", error);

    private static IOException Closed() => new("the connection was closed before the whole answer had come");

    private static BadReplyException TooLong(long length, int lengthMax) => new($"the answer has {length} bytes or more, and at most {lengthMax} are read");

    private static BadReplyException SomethingFollows() => new("something follows the answer that nobody has asked for");
}

/// <summary>Nothing was sent: no connection came about, or the one that was idle could not be used any more.</summary>
internal sealed class NotSentException(string message, Exception? inner) : IOException(message, inner);
