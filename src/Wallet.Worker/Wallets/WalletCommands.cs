namespace Wallet.Worker.Wallets;

/// <summary>A request to change wallets, complete and checked.</summary>
/// <param name="OperationId">Names the operation.</param>
internal abstract record WalletCommand(Guid OperationId)
{
    /// <summary>The wallets that it is about: one, or two for a transfer.</summary>
    public abstract IReadOnlyList<Guid> UserIds { get; }

    /// <summary>Everything that is asked, in one line: two requests with one id are the same only if this is the same.</summary>
    public abstract string Content { get; }
}

/// <summary>Sets a balance.</summary>
internal sealed record SetBalanceCommand(Guid OperationId, Guid UserId, long Balance, long? ExpectedVersion, long? Overdraft) : WalletCommand(OperationId)
{
    public override IReadOnlyList<Guid> UserIds => [UserId];

    public override string Content => FormattableString.Invariant($"set {UserId} balance {Balance} expected {ExpectedVersion} overdraft {Overdraft}");
}

/// <summary>Credits or debits.</summary>
internal sealed record AdjustBalanceCommand(Guid OperationId, Guid UserId, long Amount, long? ExpectedVersion) : WalletCommand(OperationId)
{
    public override IReadOnlyList<Guid> UserIds => [UserId];

    public override string Content => FormattableString.Invariant($"adjust {UserId} amount {Amount} expected {ExpectedVersion}");
}

/// <summary>Moves an amount from one wallet to another.</summary>
internal sealed record TransferBalanceCommand(Guid OperationId, Guid From, Guid To, long Amount) : WalletCommand(OperationId)
{
    public override IReadOnlyList<Guid> UserIds => [From, To];

    public override string Content => FormattableString.Invariant($"transfer {From} to {To} amount {Amount}");
}
