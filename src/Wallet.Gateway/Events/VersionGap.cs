namespace Wallet.Gateway.Events;

/// <summary>Changes of a wallet that a stream cannot tell, because the history no longer has them.</summary>
/// <param name="UserId">Whose wallet.</param>
/// <param name="From">The first version that is missing.</param>
/// <param name="To">The last one.</param>
internal sealed record VersionGap(Guid UserId, long From, long To);
