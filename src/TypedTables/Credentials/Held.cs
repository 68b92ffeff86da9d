using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>Credentials at hand.</summary>
/// <remarks>
/// Their end is a time of the wall clock, which may be put back, and the other clock may stand while a machine sleeps:
/// whichever says first that it is time is believed.
/// </remarks>
/// <param name="Keys">The credentials.</param>
/// <param name="ExpiresAt">When they say that they end; null for never.</param>
/// <param name="FetchedAt">When they were fetched, as a timestamp.</param>
/// <param name="Life">How much of their life was left then.</param>
/// <param name="Use">After how long they are renewed.</param>
internal sealed record Held(
    ImmutableCredentials Keys,
    DateTimeOffset? ExpiresAt,
    long FetchedAt,
    TimeSpan Life,
    TimeSpan Use)
{
    /// <summary>They are renewed when a quarter of their life is left, but not earlier than this.</summary>
    internal static readonly TimeSpan LeftMost = TimeSpan.FromMinutes(15);

    /// <summary>Whether the service calls them expired.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether they are used past their end, while their source is out of order.</summary>
    public bool MayOutlast { get; init; }

    public static Held From(FoundKeys found, TimeProvider clock)
    {
        var (now, at) = (clock.GetUtcNow(), clock.GetTimestamp());
        if (found.ExpiresAt is not { } end)
            return new Held(found.Keys, null, at, TimeSpan.MaxValue, TimeSpan.MaxValue);
        // A metadata service that cannot renew hands out what has ended, and it is taken. Or our clock is wrong.
        if (end <= now)
            return new Held(found.Keys, null, at, TimeSpan.MaxValue, TimeSpan.FromMinutes(1));

        // Not a secret, only a spread: workers that were started together do not come back together.
        var left = (end - now) / 4;
        left = (left < LeftMost ? left : LeftMost) * (0.8 + (0.2 * Random.Shared.NextDouble()));
        return new Held(found.Keys, end, at, end - now, end - now - left);
    }

    public bool HasEnded(TimeProvider clock) =>
        ExpiresAt is { } end && (clock.GetUtcNow() >= end || clock.GetElapsedTime(FetchedAt) >= Life);

    public bool IsDue(TimeProvider clock) =>
        clock.GetElapsedTime(FetchedAt) >= Use
        || (ExpiresAt is { } end && clock.GetUtcNow() >= end - (Life - Use));
}
