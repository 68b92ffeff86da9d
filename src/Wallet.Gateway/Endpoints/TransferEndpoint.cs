using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Wallet.Contracts;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Endpoints;

/// <summary>Moves an amount from one wallet to another, completely or not at all.</summary>
internal static class TransferEndpoint
{
    public static void MapTransfers(this IEndpointRouteBuilder routes) => routes.MapPost("/transfers", TransferAsync)
        .WithName("transfer").WithSummary("Moves an amount from one wallet to another, as a whole or not at all.")
        .Accepts<TransferBody>(WalletEndpoints.Json, WalletEndpoints.Form)
        .Produces<BalanceTransferred>()
        .ProducesProblems(400, 403, 404, 409, 413, 415, 422, 503, 504);

    private static async Task<IResult> TransferAsync(
        HttpContext http,
        WorkerRequests worker,
        [FromHeader(Name = OperationKey.HeaderName), Description(WalletEndpoints.KeyMeaning)] string? idempotencyKey)
    {
        var key = OperationKey.Parse(http);
        Preconditions.Refuse(http.Request, "a transfer");
        var fields = await RequestFields.ReadAsync(http.Request);
        var (from, to) = (fields.WalletId("from"), fields.WalletId("to"));
        var amount = fields.Int64("amount", "what to move in minor units, above zero");
        fields.Refuse("expectedVersion", "A transfer has two wallets, and takes no version. Leave it out.");
        fields.Require(amount > 0, $"amount is {amount}. Send a number above zero.");
        fields.Require(from != to, "to is the same wallet as from. Send two different ones.");
        fields.ThrowIfAnyIsWrong();

        var transferred = await worker.AskAsync<TransferBalance, BalanceTransferred>(
            new TransferBalance { From = from, To = to, Amount = amount, OperationId = key.Id }, key.Id);

        return Responses.Json(http, transferred);
    }
}
