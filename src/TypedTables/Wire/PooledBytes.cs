using System.Buffers;

namespace TypedTables.Wire;

/// <summary>Memory of the shared pool that is given back once, however often it is disposed of.</summary>
internal sealed class PooledBytes(int lengthLeast) : IDisposable
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(lengthLeast);

    public byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(PooledBytes));

    /// <summary>Twice as much memory, with what the first bytes hold.</summary>
    public void Grow(int used)
    {
        var bytes = Bytes;
        var larger = ArrayPool<byte>.Shared.Rent(checked(bytes.Length * 2));
        bytes.AsSpan(0, used).CopyTo(larger);
        _bytes = larger;
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
