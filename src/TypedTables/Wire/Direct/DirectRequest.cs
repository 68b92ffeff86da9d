using System.Net;
using System.Net.Http.Headers;

namespace TypedTables.Wire.Direct;

/// <summary>An HTTP request with its headers, which is used again and again: most of what it holds is the same for every call.</summary>
/// <remarks>One whose call failed is not used again: somebody may still be reading it.</remarks>
internal sealed class DirectRequest : HttpRequestMessage
{
    private readonly Body _body = new();
    private WireTarget? _target;
    private SigningMoment? _moment;

    public DirectRequest(Uri uri)
        : base(HttpMethod.Post, uri)
    {
        VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Content = _body;
    }

    /// <summary>Makes it the request of one call.</summary>
    public void Prepare(WireTarget target, SigningMoment moment, ReadOnlyMemory<byte> body, string authorization)
    {
        if (_target != target)
            Set("X-Amz-Target", target.Text);
        if (_moment != moment)
        {
            Set("X-Amz-Date", moment.AmzDate);
            if (_moment?.Token != moment.Token)
                Set("X-Amz-Security-Token", moment.Token);
        }

        Set("Authorization", authorization);
        (_target, _moment, _body.Bytes) = (target, moment, body);
        _body.Headers.ContentLength = body.Length;
    }

    /// <summary>Lets go of what belongs to the call.</summary>
    public void Clear() => _body.Bytes = default;

    private void Set(string name, string? value)
    {
        Headers.Remove(name);
        if (value is not null)
            Headers.TryAddWithoutValidation(name, value);
    }

    private sealed class Body : HttpContent
    {
        public Body() => Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");

        public ReadOnlyMemory<byte> Bytes { get; set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var write = stream.WriteAsync(Bytes, cancellationToken);
            return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Bytes.Length;
            return true;
        }
    }
}
