namespace Wallet.Gateway.Events;

/// <summary>From where a client that loses its stream has to go on: up to which version it has been told all.</summary>
/// <remarks>
/// Changes can overtake each other, for workers publish side by side. With an id above a version that is still to come,
/// a client that connects again would never hear of that one.
/// </remarks>
/// <param name="after">The version that the client said it knows; null where it knows none.</param>
internal sealed class ToldVersions(long? after)
{
    /// <summary>How many changes may have overtaken one. It is not waited for any longer: the history has it.</summary>
    internal const int AheadMax = EventSubscription.BufferSize;

    private readonly HashSet<long> _ahead = [];

    /// <summary>Whether one is missing for so long that the stream should end, to be resumed.</summary>
    public bool IsMissingOne => _ahead.Count > AheadMax;

    /// <summary>The version to go on from; null before the first.</summary>
    public long? All { get; private set; } = after;

    /// <summary>Notes that a change was told.</summary>
    /// <param name="version">Its version.</param>
    public void Tell(long version)
    {
        if (All is { } all && version > all + 1)
            _ahead.Add(version);
        else
            Pass(version);
    }

    /// <summary>Notes that no change up to a version is still to be told.</summary>
    /// <param name="version">The last of them.</param>
    public void Pass(long version)
    {
        All = Math.Max(All ?? version, version);
        while (_ahead.Remove(All.Value + 1))
            All++;
    }

    /// <summary>Notes which version the wallet has: less than what the client knew, as after a restore.</summary>
    /// <param name="version">The version.</param>
    public void StartFrom(long version) => All = Math.Min(All ?? version, version);
}
