namespace Wallet.Storage.Domain;

/// <summary>A wallet before and after an operation.</summary>
internal sealed record WalletChange(UserWallet? Before, UserWallet After);
