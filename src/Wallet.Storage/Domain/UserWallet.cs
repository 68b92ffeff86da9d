namespace Wallet.Storage.Domain;

/// <summary>A wallet as it is stored.</summary>
/// <param name="UserId">The wallet's user.</param>
/// <param name="Balance">The balance in minor units.</param>
/// <param name="Version">
/// 1, 2, 3 and so on; 0 if another program wrote the wallet with version 0 or without one.
/// </param>
/// <param name="UpdatedAt">When this version was written, in UTC; null for version 0.</param>
/// <param name="Overdraft">How far below zero a debit may take the balance, in minor units, 0 or more.</param>
internal sealed record UserWallet(
    Guid UserId,
    long Balance,
    long Version,
    DateTimeOffset? UpdatedAt,
    long Overdraft = 0
);
