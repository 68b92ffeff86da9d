using System.Runtime.CompilerServices;
using Amazon.Runtime;
using TypedTables.Metering;
using TypedTables.Wire.Direct.Http;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Wire.Direct;

/// <summary>
/// The wire that signs and sends requests itself. If the first attempt fails, <see cref="DirectCall"/> takes over.
/// </summary>
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

    private DirectTransport Transport { get; }

    /// <inheritdoc/>
    public async Task<WireReply> SendAsync(
        string operation,
        ReadOnlyMemory<byte> request,
        CancellationToken cancellationToken
    )
    {
        var call = new DirectCall(this, WireTarget.ForOperation(operation), request, cancellationToken);
        while (true)
        {
            try
            {
                var reply = await AttemptAsync(call).ConfigureAwait(false);
                if (reply.ErrorCode is null)
                {
                    Budget.Succeeded(call.Attempts > 1);
                    return reply;
                }

                if (!call.CanRetry(reply))
                    return call.Finished(reply);
                CallObservation.Retried(operation, call.Attempts, reply.ErrorCode);
                reply.Dispose();
            }
            catch (Exception error) when (DirectCall.IsNoAnswer(error))
            {
                if (!call.CanRetry(error))
                    throw call.Failed(error);
                CallObservation.Retried(
                    operation,
                    call.Attempts,
                    error is BadReplyException ? TableOperationException.BadReply : TableOperationException.NoAnswer
                );
            }

            if (call.Pause > TimeSpan.Zero)
                await Task.Delay(call.Pause, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => Transport.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WireReply> AttemptAsync(DirectCall call)
    {
        call.CancellationToken.ThrowIfCancellationRequested();
        var context = await call.SigningContextAsync().ConfigureAwait(false);
        return await Transport
            .SendAsync(call.Target, call.Request, context, call.TimeForAttempt(), call.CancellationToken)
            .ConfigureAwait(false);
    }
}
