using System.Buffers;

namespace TypedTables.Wire;

/// <summary>An array from the shared pool. It is returned once, even if it is disposed of several times.</summary>
internal sealed class PooledBytes(int lengthLeast) : IDisposable
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(lengthLeast);

    public byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(PooledBytes));

    /// <summary>Makes the array at least this long, and keeps its first bytes.</summary>
    public void Reserve(int length, int used)
    {
        var bytes = Bytes;
        if (bytes.Length >= length)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, (int)Math.Min(bytes.Length * 2L, Array.MaxLength)));
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
