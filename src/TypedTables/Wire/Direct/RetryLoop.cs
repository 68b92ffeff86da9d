using TypedTables.Metering;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Wire.Direct;

/// <summary>The retry of one call: its attempts, which failures it retries, and its limits.</summary>
/// <remarks>A response to another request is retried around this, by <see cref="TableWire"/>.</remarks>
internal static class RetryLoop
{
    public static async Task<WireReply> SendAsync(DirectCall call)
    {
        while (true)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            call.Attempts++;
            try
            {
                var context = await call.SigningContextAsync().ConfigureAwait(false);
                var reply = await call.AttemptAsync(context, call.TimeForAttempt()).ConfigureAwait(false);
                if (reply.ErrorCode is null)
                {
                    call.Budget.Succeeded(isAfterRetry: call.Attempts > 1);
                    return reply;
                }

                if (!TryPlan(call, AfterError(call, reply)))
                    return call.Finished(reply);
                CallObservation.Retried(call.Operation, call.Attempts, reply.ErrorCode);
                reply.Dispose();
            }
            catch (Exception error) when (error is IOException or TimeoutException)
            {
                if (!TryPlan(call, AfterNoResponse(call, error)))
                    throw call.Failed(error);
                CallObservation.Retried(call.Operation, call.Attempts, DirectCall.CodeFor(error));
            }

            if (call.Pause > TimeSpan.Zero)
                await Task.Delay(call.Pause, call.Options.TimeProvider, call.CancellationToken).ConfigureAwait(false);
        }
    }

    public static Retry AfterError(DirectCall call, WireReply reply) => reply switch
    {
        _ when RetryCodes.ClockSkew.Contains(reply.ErrorCode!) && call.TryCorrectClock(reply) => Retry.AtOnce,
        _ when CredentialErrors.ExpiredToken.Contains(reply.ErrorCode!) && call.TryRenewCredentials() => Retry.AtOnce,
        { IsServerError: true } => AfterUnknownOutcome(call),
        { IsRejected: true } => Retry.AfterPause,
        _ => call.Options.RetriedCodes.Contains(reply.ErrorCode!) ? Retry.AfterPause : Retry.Never,
    };

    public static Retry AfterNoResponse(DirectCall call, Exception error) =>
        error is NotSentException ? Retry.AfterPause : AfterUnknownOutcome(call);

    /// <summary>The request may have been carried out: a repetition must change neither effect nor response.</summary>
    private static Retry AfterUnknownOutcome(DirectCall call)
    {
        call.MayHaveTakenEffect = true;
        return call.FindIdempotency() == Idempotency.Idempotent ? Retry.AfterPause : Retry.Never;
    }

    /// <summary>Whether attempts, time and budget leave room for another attempt. Sets the pause before it.</summary>
    private static bool TryPlan(DirectCall call, Retry retry)
    {
        // Random only to spread the load.
        var longest = call.Options.RetryPauseFirst * Math.Pow(2, call.Attempts - 1);
        longest = longest < call.Options.RetryPauseMax ? longest : call.Options.RetryPauseMax;
        call.Pause = retry == Retry.AfterPause ? longest * Random.Shared.NextDouble() : TimeSpan.Zero;
        return retry != Retry.Never
            && call.Attempts < call.Options.AttemptsMax
            && call.Pause < call.Left
            // The budget protects an overloaded service; a retry at once corrects the call's own fault.
            && (retry == Retry.AtOnce || call.Budget.TryTake());
    }
}
