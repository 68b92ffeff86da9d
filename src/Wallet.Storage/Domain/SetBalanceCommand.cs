namespace Wallet.Storage.Domain;

/// <summary>Sets a wallet's balance.</summary>
internal sealed record SetBalanceCommand(
    Guid OperationId,
    Guid UserId,
    long Balance,
    long? ExpectedVersion,
    long? Overdraft
) : WalletCommand(OperationId)
{
    public override IReadOnlyList<Guid> UserIds => [UserId];

    public override string Content =>
        FormattableString.Invariant($"set {UserId} balance {Balance} expected {ExpectedVersion} overdraft {Overdraft}");
}
