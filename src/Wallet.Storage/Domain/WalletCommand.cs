namespace Wallet.Storage.Domain;

/// <summary>A request to change wallets, complete and checked.</summary>
/// <param name="OperationId">Names the operation.</param>
internal abstract record WalletCommand(Guid OperationId)
{
    /// <summary>The wallets that it is about: one, or two for a transfer.</summary>
    public abstract IReadOnlyList<Guid> UserIds { get; }

    /// <summary>
    /// Everything that is asked, in one line: two requests with one id are the same only if this is the same.
    /// </summary>
    public abstract string Content { get; }
}
