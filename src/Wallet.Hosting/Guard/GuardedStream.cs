using System.Net.Sockets;

namespace Wallet.Hosting.Guard;

/// <summary>
/// The stream between RabbitMQ's client and the broker. Reads pass the filter; writes go out unchanged.
/// </summary>
/// <remarks>The client requires a <see cref="NetworkStream"/>, and only reads and writes asynchronously.</remarks>
internal sealed class GuardedStream(Socket socket, Stream inner, Action<string>? onReplaced)
    : NetworkStream(socket, ownsSocket: false)
{
    private const string AsyncOnly = "The client reads and writes asynchronously.";

    private readonly FrameFilter _filter = new(onReplaced);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var taken = _filter.Take(buffer.Span);
            if (taken > 0 || buffer.IsEmpty)
                return taken;

            // Cancelling loses no bytes: they are handed to the filter only after the read.
            var received = await inner.ReadAsync(_filter.Free, cancellationToken);
            if (received == 0)
                return 0;
            _filter.Received(received);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The base class's would bypass the filter and TLS.
    public override int Read(Span<byte> buffer) => throw new NotSupportedException(AsyncOnly);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException(AsyncOnly);

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException(AsyncOnly);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException(AsyncOnly);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
