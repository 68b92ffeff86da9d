using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>The credentials in use, and when to renew them.</summary>
/// <remarks>
/// Two clocks decide, whichever is due first: the expiry is a wall-clock time, and the wall clock may be set back; the
/// monotonic clock may stand still while the machine sleeps.
/// </remarks>
/// <param name="Keys">The credentials.</param>
/// <param name="ExpiresAt">Their stated expiry; null if they do not expire.</param>
/// <param name="FetchedAt">When they were fetched, as a timestamp of the clock.</param>
/// <param name="Life">How long they were still valid when they were fetched.</param>
/// <param name="Use">How long they are used before they are renewed.</param>
internal sealed record HeldCredentials(
    ImmutableCredentials Keys,
    DateTimeOffset? ExpiresAt,
    long FetchedAt,
    TimeSpan Life,
    TimeSpan Use)
{
    /// <summary>
    /// They are renewed when a quarter of their life is left, but no earlier than this before their expiry.
    /// </summary>
    internal static readonly TimeSpan LeftMost = TimeSpan.FromMinutes(15);

    /// <summary>Whether the service has called them expired.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether they stay in use after their expiry while their source is down.</summary>
    public bool MayOutlast { get; init; }

    public static HeldCredentials From(FetchedCredentials found, TimeProvider clock)
    {
        var (now, at) = (clock.GetUtcNow(), clock.GetTimestamp());
        if (found.ExpiresAt is not { } end)
            return new HeldCredentials(found.Keys, null, at, TimeSpan.MaxValue, TimeSpan.MaxValue);
        // A metadata service that cannot renew hands out expired credentials, and AWS accepts them. Or our clock is
        // wrong.
        if (end <= now)
            return new HeldCredentials(found.Keys, null, at, TimeSpan.MaxValue, TimeSpan.FromMinutes(1));

        // Random only to spread the load: workers that started together should not renew together.
        var left = (end - now) / 4;
        left = (left < LeftMost ? left : LeftMost) * (0.8 + (0.2 * Random.Shared.NextDouble()));
        return new HeldCredentials(found.Keys, end, at, end - now, end - now - left);
    }

    public bool HasEnded(TimeProvider clock) =>
        ExpiresAt is { } end && (clock.GetUtcNow() >= end || clock.GetElapsedTime(FetchedAt) >= Life);

    public bool IsDue(TimeProvider clock) =>
        clock.GetElapsedTime(FetchedAt) >= Use
        || (ExpiresAt is { } end && clock.GetUtcNow() >= end - (Life - Use));
}
