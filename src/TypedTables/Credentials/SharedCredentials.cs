using Amazon.Runtime;
using Microsoft.Extensions.Logging;

namespace TypedTables.Credentials;

/// <summary>
/// The credentials of all calls of a client, of items and of tables. Asks their source once for all callers: at first,
/// again before they end, when the service calls them expired, and when the files of profiles change. A source that
/// fails is asked again with pauses that double; meanwhile those at hand go on being used, as long as they are good.
/// </summary>
internal sealed class SharedCredentials(Func<CredentialSource> find, TimeProvider clock, ILogger logger)
    : AWSCredentials
{
    /// <summary>They are renewed when a quarter of their life is left, but not earlier than this.</summary>
    internal static readonly TimeSpan LeftMost = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Between two looks at the files, and between fetches of credentials that the service has refused.
    /// </summary>
    internal static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CredentialOutage _outage = new(clock, logger);
    private CredentialSource? _source;
    private Held? _held;
    private Task<Held>? _renewing;
    private string _stamp = "";
    private DateTimeOffset _lookAt;
    private DateTimeOffset _againAt;
    private TimeSpan _pause = PauseFirst;

    /// <summary>Where they come from; null before the first call.</summary>
    public CredentialSource? Source => Volatile.Read(ref _source);

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    /// <exception cref="TableOperationException">
    /// There are none; code <see cref="TableOperationException.NoCredentials"/>.
    /// </exception>
    public override async Task<ImmutableCredentials> GetCredentialsAsync() =>
        (await NowAsync().ConfigureAwait(false)).Keys;

    /// <summary>
    /// Says that the service calls them expired. They are fetched anew at the next call, unless that has just been
    /// done.
    /// </summary>
    /// <param name="accessKey">Which; null for those at hand.</param>
    public void Refuse(string? accessKey)
    {
        lock (_lock)
        {
            if (
                _held is { } held
                && (accessKey is null || held.Keys.AccessKey == accessKey)
                && clock.GetUtcNow() - held.FetchedAt >= LookPause)
                _held = held with { IsRefused = true };
        }
    }

    private Task<Held> NowAsync()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var isGood = _held is { IsRefused: false } held && (held.ExpiresAt is not { } end || now < end);
            if (_renewing is null && (!isGood || now >= _held!.RenewAt || HaveFilesChanged(now)))
            {
                if (now >= _againAt)
                    _renewing = Task.Run(RenewAsync);
                else if (!isGood)
                    return Task.FromException<Held>(_outage.Error!);
            }

            return isGood ? Task.FromResult(_held!) : _renewing!;
        }
    }

    private bool HaveFilesChanged(DateTimeOffset now)
    {
        if (_source is not { IsOfFiles: true } || now < _lookAt)
            return false;
        _lookAt = now + LookPause;
        return ProfileFiles.Stamp() != _stamp;
    }

    private async Task<Held> RenewAsync()
    {
        CredentialSource? source = null;
        try
        {
            var stamp = ProfileFiles.Stamp(); // before they are read: what is written meanwhile makes another one
            source = Source is { } before && stamp == _stamp ? before : find();
            Volatile.Write(ref _source, source);
            _stamp = stamp;
            var found = await source.FetchAsync().ConfigureAwait(false);
            lock (_lock)
            {
                _held = Held.Of(found, clock.GetUtcNow());
                _pause = PauseFirst;
                _againAt = default;
                _renewing = null;
                _outage.Over(source.Name);
                return _held;
            }
        }
        catch (Exception error)
        {
            var fault = source is null
                ? error as TableOperationException ?? CredentialFault.Wrong(error.Message, error)
                : CredentialFault.Of(source, error);
            lock (_lock)
            {
                _againAt = clock.GetUtcNow() + _pause;
                _pause = _pause * 2 < PauseMax ? _pause * 2 : PauseMax;
                _renewing = null;
                _outage.Failed(fault, _held);
            }

            throw fault;
        }
    }

    /// <summary>What is at hand.</summary>
    internal sealed record Held(
        ImmutableCredentials Keys,
        DateTimeOffset? ExpiresAt,
        DateTimeOffset RenewAt,
        DateTimeOffset FetchedAt)
    {
        public bool IsRefused { get; init; }

        public static Held Of(FoundKeys found, DateTimeOffset now)
        {
            if (found.ExpiresAt is not { } end)
                return new Held(found.Keys, null, DateTimeOffset.MaxValue, now);
            // A metadata service that cannot renew hands out what has ended, and it is taken. Or our clock is wrong.
            if (end <= now)
                return new Held(found.Keys, null, now + TimeSpan.FromMinutes(1), now);

            // Not a secret, only a spread: workers that were started together do not come back together.
            var left = (end - now) / 4;
            left = (left < LeftMost ? left : LeftMost) * (0.8 + (0.2 * Random.Shared.NextDouble()));
            return new Held(found.Keys, end, end - left, now);
        }
    }
}
