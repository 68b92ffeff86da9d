namespace Wallet.Cli.Parked;

/// <summary>The parked messages that somebody means.</summary>
/// <param name="Parked">All that were looked at.</param>
/// <param name="Filter">Which are meant.</param>
/// <param name="Messages">Those.</param>
internal sealed record ParkedChoice(
    ParkedMessages Parked,
    ParkedCriteria Criteria,
    IReadOnlyList<ParkedMessage> Messages
);
