using Wallet.Contracts;

namespace Wallet.Storage.Domain;

/// <summary>What the rules say.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Store these, all or none, provided that the wallets have not changed meanwhile.</summary>
    internal sealed record Write(params IReadOnlyList<WalletChange> Changes) : Decision;

    /// <summary>No, and nothing changes.</summary>
    internal sealed record Refuse(RefusalReason Reason, string Message, Guid UserId, UserWallet? Current) : Decision;
}
