namespace Wallet.Worker.Wallets;

/// <summary>A wallet as it is stored.</summary>
/// <param name="UserId">Whose wallet.</param>
/// <param name="Balance">In minor units.</param>
/// <param name="Version">1, 2, 3 and so on; 0 for a wallet that was written by another program, before any worker.</param>
/// <param name="LastWrite">The write that made this version; null for version 0.</param>
internal sealed record UserWallet(Guid UserId, long Balance, long Version, LastWrite? LastWrite);

/// <summary>The latest write of a wallet: enough to answer it again.</summary>
/// <param name="OperationId">The operation that did it.</param>
/// <param name="PreviousBalance">The balance before, in minor units; null where it made the wallet.</param>
/// <param name="At">When, in UTC.</param>
internal sealed record LastWrite(Guid OperationId, long? PreviousBalance, DateTimeOffset At);
