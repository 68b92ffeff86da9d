using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Wallet.Contracts;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Endpoints;

/// <summary>What a wallet is to have.</summary>
/// <param name="Balance">The new balance in minor units: any 64-bit integer, as a number or a string.</param>
/// <param name="Overdraft">How far below zero later debits may take it, in minor units, 0 or more. Left out, it stays
/// as it is.</param>
/// <param name="ExpectedVersion">The version that the wallet must have; the same as If-Match.</param>
internal sealed record SetBody(long Balance, long? Overdraft = null, long? ExpectedVersion = null);
