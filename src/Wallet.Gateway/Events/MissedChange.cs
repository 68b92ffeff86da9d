using Wallet.Contracts;

namespace Wallet.Gateway.Events;

/// <summary>
/// What a resumed stream tells of the time before it: a change, or in its place that some are no longer known.
/// </summary>
/// <param name="Updated">The change; null in the place of a gap.</param>
/// <param name="Gap">What is no longer known; null in the place of a change.</param>
internal readonly record struct MissedChange(BalanceUpdated? Updated, VersionGap? Gap);
