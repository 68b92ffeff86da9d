using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>Which of an operation's wallets.</summary>
internal enum OperationPart
{
    /// <summary>The only wallet, or the one that a transfer leaves.</summary>
    First,

    /// <summary>The wallet that a transfer reaches.</summary>
    Second,
}
