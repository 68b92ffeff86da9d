using TypedTables.Wire.Direct.Http;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Wire.Direct;

/// <summary>One call with its attempts: decides what is tried again, how soon, and what is said in the end.</summary>
internal sealed class DirectCall(
    DirectWire wire,
    WireTarget target,
    ReadOnlyMemory<byte> request,
    CancellationToken cancellationToken
)
{
    private readonly long _start = wire.Options.TimeProvider.GetTimestamp();
    private SigningContext? _moment;
    private bool _isRenewed;
    private bool _isInTime;
    private bool _mayHaveTakenEffect;

    public WireTarget Target => target;

    public ReadOnlyMemory<byte> Request => request;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>How many attempts have been begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Pause { get; private set; }

    private TableClientOptions Options => wire.Options;

    private TimeSpan Left => Options.CallTimeout - Options.TimeProvider.GetElapsedTime(_start);

    /// <summary>What to sign the next attempt with.</summary>
    /// <exception cref="TableOperationException">There are no credentials.</exception>
    public ValueTask<SigningContext> SigningMomentAsync()
    {
        Attempts++;
        var now = wire.Signer.NowAsync();
        return now.IsCompletedSuccessfully
            ? new ValueTask<SigningContext>(_moment = now.Result)
            : WaitAsync(now.AsTask());
    }

    /// <summary>How long the next attempt may take: its own time, and no more than is left of the call's.</summary>
    public TimeSpan TimeForAttempt()
    {
        var left = Left;
        if (left >= Options.AttemptTimeout)
            return Options.AttemptTimeout;
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    /// <summary>
    /// Whether an exception says that there was no answer, and not that the caller gave up or is at fault.
    /// </summary>
    public static bool IsNoAnswer(Exception error) => error is IOException or TimeoutException;

    /// <summary>Whether to try again after an error that the service answered with.</summary>
    public bool CanRetry(WireReply reply)
    {
        Pause = TimeSpan.Zero;
        var code = reply.ErrorCode!;
        // Neither takes from the budget, which spares a service that suffers: once a call, this one was wrong itself.
        if (RetryCodes.ClockSkew.Contains(code)
            && !_isInTime
            && reply.ServicesTime is { } time
            && wire.Signer.TryCorrectClock(time, _moment!))
        {
            _isInTime = true;
            return IsThereAnAttempt();
        }

        if (RetryCodes.ExpiredToken.Contains(code) && !_isRenewed)
        {
            _isRenewed = true;
            wire.Signer.RenewCredentials(_moment!);
            return IsThereAnAttempt();
        }

        if (reply.IsServerError)
        {
            _mayHaveTakenEffect = true;
            return Repetition() == Direct.Repetition.Idempotent && TryScheduleAttempt();
        }

        return (reply.IsTurnedAway || Options.RetriedCodes.Contains(code)) && TryScheduleAttempt();
    }

    /// <summary>Whether to try again after there was no answer, or none that could be understood.</summary>
    public bool CanRetry(Exception error)
    {
        if (error is NotSentException)
            return TryScheduleAttempt();

        _mayHaveTakenEffect = true;
        return Repetition() == Direct.Repetition.Idempotent && TryScheduleAttempt();
    }

    /// <summary>What a reply means that is the last.</summary>
    /// <exception cref="TableOperationException">It is a lost condition, and this very call may have been what it was
    /// lost to.</exception>
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

        // A write that must not be repeated, or has been: the caller must not repeat it either.
        return reply.IsServerError && Repetition() == Direct.Repetition.TakesEffectTwice
            ? reply with
            {
                IsRetryable = false,
            }
            : reply;
    }

    /// <summary>The error of a call whose last attempt had no answer.</summary>
    public TableOperationException Failed(Exception error)
    {
        var code = error is BadReplyException ? TableOperationException.BadReply : TableOperationException.NoAnswer;
        var words = error.Message.EndsWith('.') ? error.Message : error.Message + ".";
        var isTwice = _mayHaveTakenEffect && Repetition() == Direct.Repetition.TakesEffectTwice;
        return new TableOperationException(
            target.Operation,
            code,
            isTwice ? $"{words} It may have taken effect, and would take effect twice if it was made again." : words,
            !isTwice,
            inner: error
        );
    }

    private Repetition Repetition() => Repetitions.Classify(target.Operation, request.Span);

    private bool IsThereAnAttempt() => Attempts < Options.AttemptsMax && Left > TimeSpan.Zero;

    private bool TryScheduleAttempt()
    {
        // Not a secret, only a spread.
        var longest = Options.RetryPauseFirst * Math.Pow(2, Attempts - 1);
        Pause = (longest < Options.RetryPauseMax ? longest : Options.RetryPauseMax) * Random.Shared.NextDouble();
        return Attempts < Options.AttemptsMax && Pause < Left && wire.Budget.TryTake();
    }

    private async ValueTask<SigningContext> WaitAsync(Task<SigningContext> finding)
    {
        try
        {
            return _moment = await finding
                .WaitAsync(Left > TimeSpan.Zero ? Left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }
        catch (TableOperationException error)
        {
            throw new TableOperationException(
                target.Operation,
                error.Code,
                error.Words,
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
