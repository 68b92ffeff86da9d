using Amazon.Runtime;
using TypedTables.Credentials;

namespace TypedTables.Wire.Direct.Signing;

/// <summary>Knows who signs and what time it is for the service, and keeps what requests of one second share.</summary>
/// <remarks>
/// Credentials are asked for once a second. Whoever has them keeps and renews them (<see cref="SharedCredentials"/>, or
/// the caller's own); so nothing here needs to know of expiry, and a new role or session token is used within a second.
/// </remarks>
/// <param name="credentials">Who signs.</param>
/// <param name="region">The region that requests are signed for.</param>
/// <param name="clock">The clock.</param>
internal sealed class RequestSigner(AWSCredentials credentials, string region, TimeProvider clock)
{
    /// <summary>
    /// A clock that is less wrong than this is not the reason for a refusal: the service tolerates five minutes.
    /// </summary>
    private static readonly TimeSpan SkewLeast = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private SigningContext? _current;
    private long _skewTicks;
    private long _asked;
    private long _kept;

    /// <summary>By how much the service's clock is ahead of ours, as far as it is known.</summary>
    public TimeSpan Skew => TimeSpan.FromTicks(Volatile.Read(ref _skewTicks));

    /// <summary>What to sign with now.</summary>
    public ValueTask<SigningContext> NowAsync()
    {
        var second = (clock.GetUtcNow() + Skew).ToUnixTimeSeconds();
        var current = Volatile.Read(ref _current);
        return current is not null && current.Second == second
            ? new ValueTask<SigningContext>(current)
            : NextAsync(second);
    }

    /// <summary>Takes over the service's time, where ours differs from it.</summary>
    /// <param name="servicesTime">The date of its answer.</param>
    /// <param name="used">What was refused.</param>
    /// <returns>
    /// Whether the request was signed at a wrong time, so that one that is signed anew may be let in.
    /// </returns>
    /// <remarks>Another call may have put the clock right meanwhile.</remarks>
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
    /// Has the credentials fetched anew, because the service calls them expired. Nothing happens where another call has
    /// done so.
    /// </summary>
    /// <param name="used">What was refused.</param>
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
            _kept = Volatile.Read(ref _asked); // What is being fetched now may be what was refused.
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
                return next; // Who asked later has been answered before: what is kept is newer.
            _kept = asked;
            Volatile.Write(ref _current, next);
        }

        return next;
    }
}
