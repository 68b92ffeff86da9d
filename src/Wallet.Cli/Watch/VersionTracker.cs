namespace Wallet.Cli.Watch;

/// <summary>
/// Follows the versions of wallets, which are 1, 2, 3 and so on without gaps, and says of each event whether it is the
/// next.
/// </summary>
internal sealed class VersionTracker
{
    /// <summary>Of one wallet; a subscriber that missed more has better things to do than to wait for them.</summary>
    private const int MissingMax = 1000;

    private readonly Dictionary<Guid, (long Last, HashSet<long> Missing)> _wallets = [];

    /// <summary>Notes an event.</summary>
    /// <returns>What it is, and how many versions before it are missing since the one before.</returns>
    public (VersionMark Mark, long Missing) See(Guid userId, long version)
    {
        if (!_wallets.TryGetValue(userId, out var seen))
        {
            _wallets[userId] = (version, []);
            return (VersionMark.Next, 0); // Where it is first seen it has no past.
        }

        if (version <= seen.Last)
            return (seen.Missing.Remove(version) ? VersionMark.Late : VersionMark.Repeat, 0);

        var missing = version - seen.Last - 1;
        for (var number = seen.Last + 1; number < version && seen.Missing.Count < MissingMax; number++)
            seen.Missing.Add(number);
        _wallets[userId] = (version, seen.Missing);
        return (missing == 0 ? VersionMark.Next : VersionMark.Gap, missing);
    }
}
