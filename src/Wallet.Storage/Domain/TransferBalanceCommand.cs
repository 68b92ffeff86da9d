namespace Wallet.Storage.Domain;

/// <summary>Moves an amount from one wallet to another.</summary>
internal sealed record TransferBalanceCommand(Guid OperationId, Guid From, Guid To, long Amount)
    : WalletCommand(OperationId)
{
    public override IReadOnlyList<Guid> UserIds => [From, To];

    public override string Content => FormattableString.Invariant($"transfer {From} to {To} amount {Amount}");
}
