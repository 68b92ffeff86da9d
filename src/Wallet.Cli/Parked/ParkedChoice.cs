namespace Wallet.Cli.Parked;

/// <summary>The parked messages that the user selected.</summary>
/// <param name="Parked">All messages that were looked at.</param>
/// <param name="Criteria">The criteria.</param>
/// <param name="Messages">The selected messages.</param>
internal sealed record ParkedChoice(
    ParkedMessages Parked,
    ParkedCriteria Criteria,
    IReadOnlyList<ParkedMessage> Messages
);
