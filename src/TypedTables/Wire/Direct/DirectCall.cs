using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Wire.Direct;

/// <summary>One call, with what <see cref="RetryLoop"/> knows of it, and the error to report in the end.</summary>
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

    public TableClientOptions Options => wire.Options;

    public RetryBudget Budget => wire.Budget;

    public string Operation => target.Operation;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The number of attempts that have begun.</summary>
    public int Attempts { get; set; }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Whether the service may have carried out an attempt whose success was not reported.</summary>
    public bool MayHaveTakenEffect { get; set; }

    /// <summary>What is left of the call's time-out.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Options.CallTimeout - Options.TimeProvider.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Gets what the next attempt is signed with.</summary>
    /// <exception cref="TableOperationException">There are no credentials.</exception>
    public ValueTask<SigningContext> SigningContextAsync()
    {
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

    public ValueTask<WireReply> AttemptAsync(SigningContext context, TimeSpan timeout) =>
        wire.Transport.SendAsync(target, request, context, timeout, cancellationToken);

    /// <summary>Adopts the service's time, once, if the wrong time is why it refused the request.</summary>
    public bool TryCorrectClock(WireReply reply) =>
        !_isInTime
        && reply.ServicesTime is { } time
        && (_isInTime = wire.Signer.TryCorrectClock(time, _context!));

    /// <summary>Has expired credentials fetched again, once.</summary>
    public bool TryRenewCredentials()
    {
        if (_isRenewed)
            return false;
        wire.Signer.RenewCredentials(_context!);
        return _isRenewed = true;
    }

    /// <summary>Finds out whether the request may be carried out twice; read only after a failure.</summary>
    public Idempotency FindIdempotency() => IdempotencyReader.Read(target.Operation, request.Span);

    /// <summary>The code for no response, or one that cannot be understood.</summary>
    public static string CodeFor(Exception error) =>
        error is BadReplyException ? TableOperationException.BadReply : TableOperationException.NoAnswer;

    /// <summary>Turns the last attempt's reply into the call's result.</summary>
    /// <exception cref="TableOperationException">
    /// It is a lost condition, and an earlier attempt of this call may be the reason.
    /// </exception>
    public WireReply Finished(WireReply reply)
    {
        if (reply.ErrorCode == WireReply.ConditionLost && MayHaveTakenEffect)
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
        return reply.IsServerError && FindIdempotency() == Idempotency.NotIdempotent
            ? reply with
            {
                IsRetryable = false,
            }
            : reply;
    }

    /// <summary>The error of a call whose last attempt got no response.</summary>
    public TableOperationException Failed(Exception error)
    {
        var words = error.Message.EndsWith('.') ? error.Message : error.Message + ".";
        var isTwice = MayHaveTakenEffect && FindIdempotency() == Idempotency.NotIdempotent;
        return new TableOperationException(
            target.Operation,
            CodeFor(error),
            isTwice ? $"{words} It may have taken effect, and would take effect twice if it was made again." : words,
            !isTwice,
            inner: error
        );
    }

    private async ValueTask<SigningContext> WaitAsync(Task<SigningContext> finding)
    {
        try
        {
            return _context = await finding.WaitAsync(Left, cancellationToken).ConfigureAwait(false);
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
