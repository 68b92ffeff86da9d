namespace Wallet.Gateway.Endpoints;

/// <summary>The body of a transfer.</summary>
/// <param name="From">The wallet to debit.</param>
/// <param name="To">The wallet to credit; another one.</param>
/// <param name="Amount">In minor units, positive.</param>
internal sealed record TransferBody(Guid From, Guid To, long Amount);
