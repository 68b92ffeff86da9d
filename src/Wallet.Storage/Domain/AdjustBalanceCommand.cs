namespace Wallet.Storage.Domain;

/// <summary>Credits or debits a wallet.</summary>
internal sealed record AdjustBalanceCommand(Guid OperationId, Guid UserId, long Amount, long? ExpectedVersion)
    : WalletCommand(OperationId)
{
    public override IReadOnlyList<Guid> UserIds => [UserId];

    public override string Content =>
        FormattableString.Invariant($"adjust {UserId} amount {Amount} expected {ExpectedVersion}");
}
