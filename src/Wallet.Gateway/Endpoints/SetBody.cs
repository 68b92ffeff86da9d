namespace Wallet.Gateway.Endpoints;

/// <summary>The body of a set.</summary>
/// <param name="Balance">The new balance in minor units: any 64-bit integer, as a number or a string.</param>
/// <param name="Overdraft">
/// How far below zero later debits may take the balance, in minor units, 0 or more. If left out, the present value
/// stays.
/// </param>
/// <param name="ExpectedVersion">The version that the wallet must have; the same as If-Match.</param>
internal sealed record SetBody(long Balance, long? Overdraft = null, long? ExpectedVersion = null);
