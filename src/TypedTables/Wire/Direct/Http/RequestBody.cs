using System.Net;

namespace TypedTables.Wire.Direct.Http;

/// <summary>
/// The bytes of a request. It knows whether sending them has begun: until then the service cannot act on it.
/// </summary>
/// <param name="body">Sent as it is, without a copy.</param>
internal sealed class RequestBody(ReadOnlyMemory<byte> body) : HttpContent
{
    /// <summary>Whether any of it may be on its way.</summary>
    public bool IsBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsBegun = true;
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
