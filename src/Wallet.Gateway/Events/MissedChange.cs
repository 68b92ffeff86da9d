using Wallet.Contracts;

namespace Wallet.Gateway.Events;

/// <summary>
/// An entry of a resumed stream: a change, or a gap in place of changes that have expired. Exactly one of the three is
/// set.
/// </summary>
/// <param name="Updated">The change.</param>
/// <param name="Gap">The changes that have expired.</param>
/// <param name="Known">The wallet's version, if the client claimed a later one. Not written to the stream.</param>
internal readonly record struct MissedChange(BalanceUpdated? Updated, VersionGap? Gap, long? Known = null);
