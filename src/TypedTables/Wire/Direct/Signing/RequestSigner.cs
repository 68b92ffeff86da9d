using Amazon.Runtime;
using TypedTables.Credentials;

namespace TypedTables.Wire.Direct.Signing;

/// <summary>
/// Provides credentials and the service's time for signatures, and caches what the requests of one second share.
/// </summary>
/// <remarks>
/// Asks for credentials once a second. Their provider (<see cref="SharedCredentials"/>, or the caller's own) caches and
/// renews them, so expiry is no concern here, and new credentials are used within a second.
/// </remarks>
/// <param name="credentials">The credentials to sign with.</param>
/// <param name="region">The region that requests are signed for.</param>
/// <param name="clock">The clock.</param>
internal sealed class RequestSigner(AWSCredentials credentials, string region, TimeProvider clock)
{
    /// <summary>A smaller clock error cannot be the reason for a refusal: the service tolerates five minutes.</summary>
    private static readonly TimeSpan SkewLeast = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private SigningContext? _current;
    private long _skewTicks;
    private long _asked;
    private long _kept;

    /// <summary>How far the service's clock is ahead of ours, as far as it is known.</summary>
    public TimeSpan Skew => TimeSpan.FromTicks(Volatile.Read(ref _skewTicks));

    /// <summary>Gets what to sign with now.</summary>
    public ValueTask<SigningContext> NowAsync()
    {
        var second = (clock.GetUtcNow() + Skew).ToUnixTimeSeconds();
        var current = Volatile.Read(ref _current);
        return current is not null && current.Second == second
            ? new ValueTask<SigningContext>(current)
            : NextAsync(second);
    }

    /// <summary>Adopts the service's time if ours is wrong.</summary>
    /// <param name="servicesTime">The date of the service's response.</param>
    /// <param name="used">What the refused request was signed with.</param>
    /// <returns>Whether the request was signed with a wrong time, so that signing it again may help.</returns>
    /// <remarks>Another call may already have corrected the clock.</remarks>
    public bool TryCorrectClock(DateTimeOffset servicesTime, SigningContext used)
    {
        if ((servicesTime - DateTimeOffset.FromUnixTimeSeconds(used.Second)).Duration() < SkewLeast)
            return false;

        var skew = servicesTime - clock.GetUtcNow();
        if ((skew - Skew).Duration() >= SkewLeast)
        {
            Volatile.Write(ref _skewTicks, skew.Ticks);
            Volatile.Write(ref _current, null);
        }

        return true;
    }

    /// <summary>
    /// Has the credentials fetched again, because the service calls them expired. Does nothing if another call has done
    /// so.
    /// </summary>
    /// <param name="used">What the refused request was signed with.</param>
    public void RenewCredentials(SigningContext used)
    {
        lock (_lock)
        {
            if (_current is not { } current || !current.IsOf(used))
                return;
            if (credentials is SharedCredentials shared)
                shared.Refuse(used.AccessKey);
            else if (credentials is RefreshingAWSCredentials refreshing)
                refreshing.ClearCredentials();
            _kept = Volatile.Read(ref _asked); // What is being fetched now may be the refused credentials.
            Volatile.Write(ref _current, null);
        }
    }

    private async ValueTask<SigningContext> NextAsync(long second)
    {
        var asked = Interlocked.Increment(ref _asked);
        var found = await credentials.GetCredentialsAsync().ConfigureAwait(false);
        var next = new SigningContext(second, found, region, Volatile.Read(ref _current));
        lock (_lock)
        {
            if (asked <= _kept)
                return next; // A later fetch has finished earlier, so what is cached is newer.
            _kept = asked;
            Volatile.Write(ref _current, next);
        }

        return next;
    }
}
