namespace Wallet.Storage.Domain;

/// <summary>A wallet as it is stored.</summary>
/// <param name="UserId">Whose wallet.</param>
/// <param name="Balance">In minor units.</param>
/// <param name="Version">
/// 1, 2, 3 and so on; 0 for a wallet that was written by another program, without a version or with 0.
/// </param>
/// <param name="UpdatedAt">When this version was made, in UTC; null for version 0.</param>
/// <param name="Overdraft">How far below zero a debit may take it, in minor units, 0 or more.</param>
internal sealed record UserWallet(
    Guid UserId,
    long Balance,
    long Version,
    DateTimeOffset? UpdatedAt,
    long Overdraft = 0
);
