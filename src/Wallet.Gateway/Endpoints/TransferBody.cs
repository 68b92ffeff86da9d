using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Wallet.Contracts;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Endpoints;

/// <summary>What is to be moved.</summary>
/// <param name="From">The wallet that it leaves.</param>
/// <param name="To">The wallet that it reaches; another one.</param>
/// <param name="Amount">In minor units, above zero.</param>
internal sealed record TransferBody(Guid From, Guid To, long Amount);
