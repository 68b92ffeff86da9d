namespace Wallet.Gateway.Endpoints;

/// <summary>The body of a credit or debit.</summary>
/// <param name="Amount">In minor units: positive credits, negative debits, zero is refused.</param>
/// <param name="ExpectedVersion">The version that the wallet must have; the same as If-Match.</param>
internal sealed record AdjustBody(long Amount, long? ExpectedVersion = null);
