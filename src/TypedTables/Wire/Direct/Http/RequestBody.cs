using System.Net;

namespace TypedTables.Wire.Direct.Http;

/// <summary>
/// The body of a request. It records whether sending has begun: until then the service cannot act on the request.
/// </summary>
/// <param name="body">The bytes, sent without a copy.</param>
internal sealed class RequestBody(ReadOnlyMemory<byte> body) : HttpContent
{
    /// <summary>Whether any byte may have been sent.</summary>
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
