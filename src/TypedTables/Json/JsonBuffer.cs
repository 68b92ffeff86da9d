using System.Buffers;
using System.Text.Json;

namespace TypedTables.Json;

/// <summary>Writes JSON into an array from the shared pool, and returns the array when it is disposed of.</summary>
/// <remarks>
/// If it is never disposed of, as for a request whose call was cancelled, the garbage collector takes the array.
/// </remarks>
internal sealed class JsonBuffer : IBufferWriter<byte>, IDisposable
{
    private const int LengthFirst = 512;

    /// <summary>A cached writer, since writers are large and can be reused; null while it is in use.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? _idleWriter;

    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(LengthFirst);
    private int _length;

    /// <summary>What has been written. Do not use it after <see cref="Dispose"/>.</summary>
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
        json.Reset(NoBuffer.Instance); // The cached writer must not keep a reference to a buffer that is in use.
        _idleWriter = json;
        return buffer;
    }

    /// <summary>Writes a text into an array of its own.</summary>
    public static byte[] ToArray(Action<Utf8JsonWriter> write)
    {
        using var buffer = Write(write, static (json, write) => write(json));
        return buffer.Written.ToArray();
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

    /// <summary>The target of a writer that is not in use.</summary>
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
