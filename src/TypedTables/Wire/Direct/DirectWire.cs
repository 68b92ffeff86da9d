using Amazon.Runtime;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Wire.Direct;

/// <summary>The wire that signs and sends requests itself, and retries them (<see cref="RetryLoop"/>).</summary>
internal sealed class DirectWire : IDynamoDbWire, IDisposable
{
    /// <summary>Creates a wire. Makes no call and looks up no credentials yet.</summary>
    /// <param name="endpoint">The service's address.</param>
    /// <param name="region">The region that requests are signed for.</param>
    /// <param name="credentials">The credentials to sign with.</param>
    /// <param name="options">Attempts, time-outs and so on.</param>
    public DirectWire(Uri endpoint, string region, AWSCredentials credentials, TableClientOptions options)
    {
        Options = options;
        Transport = new DirectTransport(endpoint, options);
        Signer = new RequestSigner(credentials, region, options.TimeProvider);
        Budget = new RetryBudget(options.RetryBudget);
    }

    internal TableClientOptions Options { get; }

    internal RequestSigner Signer { get; }

    internal RetryBudget Budget { get; }

    internal DirectTransport Transport { get; }

    /// <inheritdoc/>
    public Task<WireReply> SendAsync(
        string operation,
        ReadOnlyMemory<byte> request,
        CancellationToken cancellationToken) =>
        RetryLoop.SendAsync(new DirectCall(this, WireTarget.ForOperation(operation), request, cancellationToken));

    public void Dispose() => Transport.Dispose();
}
