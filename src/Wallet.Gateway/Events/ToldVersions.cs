namespace Wallet.Gateway.Events;

/// <summary>
/// Tracks up to which version a client has received every change: where it resumes if it loses its stream.
/// </summary>
/// <remarks>
/// Changes may overtake each other, since workers publish concurrently. If the id were above a version that is still to
/// come, a reconnecting client would never get that one.
/// </remarks>
/// <param name="after">The version that the client claims to have; null if none.</param>
internal sealed class ToldVersions(long? after)
{
    /// <summary>How many changes may overtake one before the stream ends: the history has it.</summary>
    internal const int AheadMax = EventSubscription.BufferSize;

    private readonly HashSet<long> _ahead = [];

    /// <summary>Whether a change has been missing for so long that the stream should end, to be resumed.</summary>
    public bool IsMissingOne => _ahead.Count > AheadMax;

    /// <summary>The version to resume from; null before the first.</summary>
    public long? All { get; private set; } = after;

    /// <summary>Notes that a change was written.</summary>
    /// <param name="version">The change's version.</param>
    public void Tell(long version)
    {
        if (All is { } all && version > all + 1)
            _ahead.Add(version);
        else
            Pass(version);
    }

    /// <summary>Notes that no change up to a version is outstanding.</summary>
    /// <param name="version">The version.</param>
    public void Pass(long version)
    {
        All = Math.Max(All ?? version, version);
        while (_ahead.Remove(All.Value + 1))
            All++;
    }

    /// <summary>Notes the wallet's version if it is below the client's, as after a restore.</summary>
    /// <param name="version">The wallet's version.</param>
    public void StartFrom(long version) => All = Math.Min(All ?? version, version);
}
