namespace Wallet.Storage.Domain;

/// <summary>A request to change wallets, complete and validated.</summary>
/// <param name="OperationId">The operation's id.</param>
internal abstract record WalletCommand(Guid OperationId)
{
    /// <summary>The users whose wallets it changes: one, or two for a transfer.</summary>
    public abstract IReadOnlyList<Guid> UserIds { get; }

    /// <summary>
    /// The whole request in one line. Two requests with the same id are the same operation only if this is equal, too.
    /// </summary>
    public abstract string Content { get; }
}
