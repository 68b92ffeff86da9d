using TypedTables.Wire.Direct.Http;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Wire.Direct;

/// <summary>One call with its attempts: decides what to retry, when, and which error to report in the end.</summary>
internal sealed class DirectCall(
    DirectWire wire,
    WireTarget target,
    ReadOnlyMemory<byte> request,
    CancellationToken cancellationToken
)
{
    private readonly long _start = wire.Options.TimeProvider.GetTimestamp();
    private SigningContext? _context;
    private bool _isRenewed;
    private bool _isInTime;
    private bool _mayHaveTakenEffect;

    public WireTarget Target => target;

    public ReadOnlyMemory<byte> Request => request;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The number of attempts that have begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Pause { get; private set; }

    private TableClientOptions Options => wire.Options;

    private TimeSpan Left => Options.CallTimeout - Options.TimeProvider.GetElapsedTime(_start);

    /// <summary>Gets what the next attempt is signed with.</summary>
    /// <exception cref="TableOperationException">There are no credentials.</exception>
    public ValueTask<SigningContext> SigningContextAsync()
    {
        Attempts++;
        var now = wire.Signer.NowAsync();
        return now.IsCompletedSuccessfully
            ? new ValueTask<SigningContext>(_context = now.Result)
            : WaitAsync(now.AsTask());
    }

    /// <summary>The time-out of the next attempt: its own, or what is left of the call's if that is less.</summary>
    public TimeSpan TimeForAttempt()
    {
        var left = Left;
        if (left >= Options.AttemptTimeout)
            return Options.AttemptTimeout;
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    /// <summary>
    /// Whether an exception means that there was no response, as opposed to a cancellation or a caller's mistake.
    /// </summary>
    public static bool IsNoAnswer(Exception error) => error is IOException or TimeoutException;

    /// <summary>Whether to retry after the service answered with an error.</summary>
    public bool CanRetry(WireReply reply)
    {
        Pause = TimeSpan.Zero;
        var code = reply.ErrorCode!;
        // Neither takes from the budget, which protects an overloaded service: here this call itself was at fault, and
        // each is retried once.
        if (RetryCodes.ClockSkew.Contains(code)
            && !_isInTime
            && reply.ServicesTime is { } time
            && wire.Signer.TryCorrectClock(time, _context!))
        {
            _isInTime = true;
            return IsThereAnAttempt();
        }

        if (RetryCodes.ExpiredToken.Contains(code) && !_isRenewed)
        {
            _isRenewed = true;
            wire.Signer.RenewCredentials(_context!);
            return IsThereAnAttempt();
        }

        if (reply.IsServerError)
        {
            _mayHaveTakenEffect = true;
            return Idempotency() == Direct.Idempotency.Idempotent && TryScheduleAttempt();
        }

        return (reply.IsRejected || Options.RetriedCodes.Contains(code)) && TryScheduleAttempt();
    }

    /// <summary>Whether to retry after no response, or one that could not be understood.</summary>
    public bool CanRetry(Exception error)
    {
        if (error is NotSentException)
            return TryScheduleAttempt();

        _mayHaveTakenEffect = true;
        return Idempotency() == Direct.Idempotency.Idempotent && TryScheduleAttempt();
    }

    /// <summary>Turns the last attempt's reply into the call's result.</summary>
    /// <exception cref="TableOperationException">
    /// It is a lost condition, and an earlier attempt of this call may be the reason.
    /// </exception>
    public WireReply Finished(WireReply reply)
    {
        if (reply.ErrorCode == WireReply.ConditionLost && _mayHaveTakenEffect)
        {
            throw new TableOperationException(
                target.Operation,
                TableOperationException.OutcomeUnknown,
                "its first answer was lost, and when it was sent again, its condition did not hold. Read the item to "
                    + "know whether the write took effect.",
                isRetryable: false,
                reply.RequestId);
        }

        // The write must not be repeated or has been, so the caller must not repeat it either.
        return reply.IsServerError && Idempotency() == Direct.Idempotency.NotIdempotent
            ? reply with
            {
                IsRetryable = false,
            }
            : reply;
    }

    /// <summary>The error of a call whose last attempt got no response.</summary>
    public TableOperationException Failed(Exception error)
    {
        var code = error is BadReplyException ? TableOperationException.BadReply : TableOperationException.NoAnswer;
        var words = error.Message.EndsWith('.') ? error.Message : error.Message + ".";
        var isTwice = _mayHaveTakenEffect && Idempotency() == Direct.Idempotency.NotIdempotent;
        return new TableOperationException(
            target.Operation,
            code,
            isTwice ? $"{words} It may have taken effect, and would take effect twice if it was made again." : words,
            !isTwice,
            inner: error
        );
    }

    private Idempotency Idempotency() => IdempotencyReader.Read(target.Operation, request.Span);

    private bool IsThereAnAttempt() => Attempts < Options.AttemptsMax && Left > TimeSpan.Zero;

    private bool TryScheduleAttempt()
    {
        // Random only to spread the load.
        var longest = Options.RetryPauseFirst * Math.Pow(2, Attempts - 1);
        Pause = (longest < Options.RetryPauseMax ? longest : Options.RetryPauseMax) * Random.Shared.NextDouble();
        return Attempts < Options.AttemptsMax && Pause < Left && wire.Budget.TryTake();
    }

    private async ValueTask<SigningContext> WaitAsync(Task<SigningContext> finding)
    {
        try
        {
            return _context = await finding
                .WaitAsync(Left > TimeSpan.Zero ? Left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }
        catch (TableOperationException error)
        {
            throw new TableOperationException(
                target.Operation,
                error.Code,
                error.BareMessage,
                error.IsRetryable,
                inner: error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new TableOperationException(
                target.Operation,
                TableOperationException.NoCredentials,
                error.Message,
                isRetryable: true,
                inner: error
            );
        }
    }
}
