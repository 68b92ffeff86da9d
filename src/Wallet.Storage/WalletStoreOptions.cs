namespace Wallet.Storage;

/// <summary>How wallets are kept.</summary>
/// <param name="OperationRetentionDays">How many days operations are remembered; 0 is forever.</param>
internal sealed record WalletStoreOptions(int OperationRetentionDays);
