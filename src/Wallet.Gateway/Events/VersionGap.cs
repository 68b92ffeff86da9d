namespace Wallet.Gateway.Events;

/// <summary>Changes that a stream cannot write, because they have expired from the history.</summary>
/// <param name="UserId">The wallet's user.</param>
/// <param name="From">The first missing version.</param>
/// <param name="To">The last missing version.</param>
internal sealed record VersionGap(Guid UserId, long From, long To);
