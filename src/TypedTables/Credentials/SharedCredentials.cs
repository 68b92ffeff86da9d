using Amazon.Runtime;
using Microsoft.Extensions.Logging;

namespace TypedTables.Credentials;

/// <summary>
/// The credentials of all calls of a client. Asks the source once for all callers: first, before the credentials
/// expire, when the service calls them expired, and when the profile files change. A source that fails or does not
/// answer is asked again after pauses that double; until then the current credentials stay in use as long as they are
/// valid. Pauses are measured with a monotonic clock.
/// </summary>
internal sealed class SharedCredentials(Func<CredentialSource> find, TimeProvider clock, ILogger logger)
    : AWSCredentials
{
    /// <summary>
    /// The least time between two looks at the files, and between two fetches after the service has refused the
    /// credentials.
    /// </summary>
    internal static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a source before it is recreated, because it hangs.</summary>
    internal static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly CredentialOutage _outage = new(clock, logger);
    private CredentialSource? _source;
    private HeldCredentials? _held;
    private Task<HeldCredentials>? _renewing;
    private string _stamp = "";
    private long _lookedAt;
    private long? _failedAt;
    private TimeSpan _pause = PauseFirst;

    /// <summary>The source; null before the first call.</summary>
    public CredentialSource? Source => Volatile.Read(ref _source);

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    /// <exception cref="TableOperationException">
    /// There are no credentials; code <see cref="TableOperationException.NoCredentials"/>.
    /// </exception>
    public override async Task<ImmutableCredentials> GetCredentialsAsync() =>
        (await NowAsync().ConfigureAwait(false)).Keys;

    /// <summary>
    /// Reports that the service calls the credentials expired. The next call fetches new ones, unless that has just
    /// been done.
    /// </summary>
    /// <param name="accessKey">The refused key; null for the current one.</param>
    public void Refuse(string? accessKey)
    {
        lock (_lock)
        {
            if (
                _held is { } held
                && (accessKey is null || held.Keys.AccessKey == accessKey)
                && clock.GetElapsedTime(held.FetchedAt) >= LookPause)
                _held = held with { IsRefused = true };
        }
    }

    private Task<HeldCredentials> NowAsync()
    {
        lock (_lock)
        {
            var isGood = _held is { } held && IsGood(held);
            if (_renewing is null && (!isGood || _held!.IsDue(clock) || HaveFilesChanged()))
            {
                if (_failedAt is not { } failed || clock.GetElapsedTime(failed) >= _pause)
                    _renewing = Task.Run(RenewAsync);
                else if (!isGood)
                    return Task.FromException<HeldCredentials>(_outage.Error!);
            }

            return isGood ? Task.FromResult(_held!) : _renewing!;
        }
    }

    /// <summary>
    /// Whether credentials may be used: expired ones, too, if their source cannot renew them now and the service may
    /// still accept them, as it does while a metadata service is down.
    /// </summary>
    private bool IsGood(HeldCredentials held) =>
        !held.IsRefused && (!held.HasEnded(clock) || (held.MayOutlast && _failedAt is not null));

    private bool HaveFilesChanged()
    {
        if (_source is not { IsOfFiles: true } || clock.GetElapsedTime(_lookedAt) < LookPause)
            return false;
        _lookedAt = clock.GetTimestamp();
        return ProfileFiles.Stamp() != _stamp;
    }

    private async Task<HeldCredentials> RenewAsync()
    {
        var stamp = ProfileFiles.Stamp(); // before they are read, so that a change made meanwhile is noticed
        CredentialSource? source = null;
        try
        {
            var found = await Task.Run(FetchAsync).WaitAsync(AnswerTimeout, clock).ConfigureAwait(false);
            found.Keys.Require(source!);
            return Renewed(source!, stamp, found);
        }
        catch (TimeoutException error)
        {
            return Failed(CredentialFault.InTime(source, AnswerTimeout, error), stamp: "");
        }
        catch (Exception error)
        {
            var fault = source is null
                ? error as TableOperationException ?? CredentialFault.Unknown(error)
                : CredentialFault.From(source, error);
            return Failed(fault, stamp);
        }

        Task<FetchedCredentials> FetchAsync()
        {
            source = Source is { } before && stamp == _stamp ? before : find();
            Volatile.Write(ref _source, source);
            return source.FetchAsync();
        }
    }

    private HeldCredentials Renewed(CredentialSource source, string stamp, FetchedCredentials found)
    {
        lock (_lock)
        {
            // A source that has answered counts as configured, even if nobody configured it.
            Volatile.Write(ref _source, source with { IsSetUp = true });
            _stamp = stamp;
            _held = HeldCredentials.From(found, clock) with { MayOutlast = source.MayOutlast };
            _pause = PauseFirst;
            _failedAt = null;
            _renewing = null;
            _outage.Over(source.Name);
            return _held;
        }
    }

    /// <param name="fault">The error.</param>
    /// <param name="stamp">
    /// The fingerprint of the files; empty if the source must be recreated before it is asked again.
    /// </param>
    private HeldCredentials Failed(TableOperationException fault, string stamp)
    {
        lock (_lock)
        {
            _stamp = stamp;
            if (_failedAt is not null)
                _pause = _pause * 2 < PauseMax ? _pause * 2 : PauseMax;
            _failedAt = clock.GetTimestamp();
            _renewing = null;
            _outage.Failed(fault, _held);
            return _held is { } held && IsGood(held) ? held : throw fault;
        }
    }
}
