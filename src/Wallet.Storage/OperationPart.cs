namespace Wallet.Storage;

/// <summary>Identifies one of an operation's wallets.</summary>
internal enum OperationPart
{
    /// <summary>The only wallet, or the source of a transfer.</summary>
    First,

    /// <summary>The destination of a transfer.</summary>
    Second,
}
