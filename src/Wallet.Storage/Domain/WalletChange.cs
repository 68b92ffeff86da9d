using Wallet.Contracts;

namespace Wallet.Storage.Domain;

/// <summary>One wallet before and after an operation.</summary>
internal sealed record WalletChange(UserWallet? Before, UserWallet After);
