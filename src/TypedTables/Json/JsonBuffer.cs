using System.Buffers;
using System.Text.Json;

namespace TypedTables.Json;

/// <summary>JSON that is written into memory of the shared pool, to be given back when it has been sent.</summary>
/// <remarks>
/// Where it is not given back, it is left to the garbage collector: that is what happens to a request whose call was
/// given up.
/// </remarks>
internal sealed class JsonBuffer : IBufferWriter<byte>, IDisposable
{
    private const int LengthFirst = 512;

    /// <summary>Writers are large, and good for any number of texts; one that is in use is not here.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? _idleWriter;

    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(LengthFirst);
    private int _length;

    /// <summary>What has been written. Not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Writes a text.</summary>
    public static JsonBuffer Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new JsonBuffer();
        var json = _idleWriter ?? new Utf8JsonWriter(buffer);
        _idleWriter = null;
        json.Reset(buffer);
        write(json, state);
        json.Flush();
        json.Reset(NoBuffer.Instance); // An idle writer must not hold on to a buffer that others use.
        _idleWriter = json;
        return buffer;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Reserve(int sizeHint)
    {
        var bytes = _bytes ?? throw new ObjectDisposedException(nameof(JsonBuffer));
        if (bytes.Length - _length >= Math.Max(sizeHint, 1))
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + sizeHint), bytes.Length * 2));
        bytes.AsSpan(0, _length).CopyTo(larger);
        _bytes = larger;
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Where nothing is written.</summary>
    private sealed class NoBuffer : IBufferWriter<byte>
    {
        public static readonly NoBuffer Instance = new();

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();

        public Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException();
    }
}
