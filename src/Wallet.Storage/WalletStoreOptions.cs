namespace Wallet.Storage;

/// <summary>How operations are kept.</summary>
/// <param name="OperationRetentionDays">How many days operations are remembered; 0 for ever.</param>
internal sealed record WalletStoreOptions(int OperationRetentionDays);
