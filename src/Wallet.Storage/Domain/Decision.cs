using Wallet.Contracts;

namespace Wallet.Storage.Domain;

/// <summary>What the rules decide about a command.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Store these changes, all or none, provided that the wallets have not changed meanwhile.</summary>
    internal sealed record Write(params IReadOnlyList<WalletChange> Changes) : Decision;

    /// <summary>Refuse the command and change nothing.</summary>
    internal sealed record Refuse(RefusalReason Reason, string Message, Guid UserId, UserWallet? Current) : Decision;
}
