namespace Wallet.Cli.Watch;

/// <summary>Tracks wallets' versions, which are 1, 2, 3 and so on without gaps, and classifies each event.</summary>
internal sealed class VersionTracker
{
    /// <summary>The maximum number of missing versions to remember for one wallet.</summary>
    private const int MissingMax = 1000;

    private readonly Dictionary<Guid, (long Last, HashSet<long> Missing)> _wallets = [];

    /// <summary>Notes an event.</summary>
    /// <returns>Its classification, and how many versions before it are newly missing.</returns>
    public (VersionMark Mark, long Missing) Track(Guid userId, long version)
    {
        if (!_wallets.TryGetValue(userId, out var seen))
        {
            _wallets[userId] = (version, []);
            return (VersionMark.Next, 0); // the first event of a wallet has no predecessor
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
