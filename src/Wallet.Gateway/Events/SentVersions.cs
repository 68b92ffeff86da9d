namespace Wallet.Gateway.Events;

/// <summary>
/// Tracks up to which version a client has received every change: where it resumes if it loses its stream.
/// </summary>
/// <remarks>
/// Changes may overtake each other, since workers publish concurrently. If the id were above a version that is still to
/// come, a reconnecting client would never get that one.
/// </remarks>
/// <param name="after">The version that the client claims to have; null if none.</param>
internal sealed class SentVersions(long? after)
{
    /// <summary>How many changes may overtake one before the stream ends: the history has it.</summary>
    internal const int AheadMax = EventSubscription.BufferSize;

    private readonly HashSet<long> _ahead = [];

    /// <summary>Whether a change has been missing for so long that the stream should end, to be resumed.</summary>
    public bool IsMissingOne => _ahead.Count > AheadMax;

    /// <summary>The version to resume from; null before the first.</summary>
    public long? UpTo { get; private set; } = after;

    /// <summary>Notes that a change was written.</summary>
    /// <param name="version">The change's version.</param>
    public void MarkSent(long version)
    {
        if (UpTo is { } all && version > all + 1)
            _ahead.Add(version);
        else
            SkipTo(version);
    }

    /// <summary>Notes that no change up to a version is outstanding.</summary>
    /// <param name="version">The version.</param>
    public void SkipTo(long version)
    {
        UpTo = Math.Max(UpTo ?? version, version);
        while (_ahead.Remove(UpTo.Value + 1))
            UpTo++;
    }

    /// <summary>Notes the wallet's version if it is below the client's, as after a restore.</summary>
    /// <param name="version">The wallet's version.</param>
    public void StartFrom(long version) => UpTo = Math.Min(UpTo ?? version, version);
}
