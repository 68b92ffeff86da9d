using Wallet.Contracts;

namespace Wallet.Gateway.Events;

/// <summary>
/// What a resumed stream tells of the time before it: a change, or in its place that some are no longer known. One of
/// the three is there.
/// </summary>
/// <param name="Updated">The change.</param>
/// <param name="Gap">What is no longer known.</param>
/// <param name="Known">The wallet's version, where the client knew a later one. It is not told.</param>
internal readonly record struct MissedChange(BalanceUpdated? Updated, VersionGap? Gap, long? Known = null);
